/* generate.c - write an import-template file of any size to standard output: realistic rows, some of them bad.
 *
 *     bench_generate BYTES|ROWSr [PERCENT_BAD [SEED]]
 *
 * Each bad row has exactly one bad field, so that tools that count differently count the same. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

/* splitmix64: the same numbers everywhere. */
static uint64_t next_random(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static unsigned below(unsigned limit)
{
    return (unsigned)(next_random() % limit);
}

static const char *pick(const char *const *choices, unsigned count)
{
    return choices[below(count)];
}

#define PICK(choices) pick(choices, sizeof(choices) / sizeof *(choices))

static const char header[] =
    "ExternalId,SMBiosId,IPAddress,MACAddress,HostName,VMware.MoRefId,VMware.VCenterId,CPU.NumberOfProcessors,"
    "CPU.NumberOfCores,CPU.NumberOfLogicalCores,OS.Name,OS.Version,VMware.VMName,RAM.TotalSizeInMB,"
    "RAM.UsedSizeInMB.Avg,RAM.UsedSizeInMB.Max,CPU.UsagePct.Avg,CPU.UsagePct.Max,DiskReadsPerSecondInKB.Avg,"
    "DiskWritesPerSecondInKB.Avg,DiskReadsPerSecondInKB.Max,DiskWritesPerSecondInKB.Max,DiskReadsOpsPerSecond.Avg,"
    "DiskWritesOpsPerSecond.Avg,DiskReadsOpsPerSecond.Max,DiskWritesOpsPerSecond.Max,NetworkReadsPerSecondInKB.Avg,"
    "NetworkWritesPerSecondInKB.Avg,NetworkReadsPerSecondInKB.Max,NetworkWritesPerSecondInKB.Max,Applications,"
    "ApplicationWave,Tags,ServerId\r\n";

/* The fields that can be bad, and what stands there then. */
typedef enum flaw { NONE, BAD_IP, BAD_MAC, BAD_HOST, BAD_CORES, BAD_RAM, BAD_PERCENT, BAD_TAGS, FLAWS } flaw;

static const char *const systems[] = {"Windows Server 2019", "Windows Server 2022", "Red Hat Enterprise Linux 9",
                                      "SUSE Linux Enterprise Server", "Debian GNU/Linux 12"};
static const char *const versions[] = {"10.0.17763", "10.0.20348", "9.4", "15 SP5", "12.7"};
static const char *const tags[] = {"zone:1", "\"zone:1, critical:yes\"", "\"site:north, stage:prod, owner:ops\""};

static char row[4096];
static size_t used;

/* Append to the row. */
#define ADD(...) (used += (size_t)snprintf(row + used, sizeof row - used, __VA_ARGS__))

static void add_pair(unsigned most)
{
    unsigned average = below(most);
    ADD("%u.%u,", average, below(10));
}

static void add_identity(uint64_t number, flaw bad)
{
    ADD("srv-%09" PRIu64 ",%08x-%04x-%04x-%04x-%012" PRIx64 ",", number, below(UINT32_MAX), below(65536), below(65536),
        below(65536), next_random() >> 16);
    if (bad == BAD_IP)
        ADD("10.%u.300.%u,", below(256), below(256));
    else if (below(4) == 0)
        ADD("\"10.%u.%u.%u, 10.%u.%u.%u\",", below(256), below(256), below(256), below(256), below(256), below(256));
    else
        ADD("10.%u.%u.%u,", below(256), below(256), below(256));
    if (bad == BAD_MAC)
        ADD("0050.56%02X.%02X%02X,", below(256), below(256), below(256));
    else
        ADD("00:50:56:%02X:%02X:%02X,", below(256), below(256), below(256));
    ADD(bad == BAD_HOST ? "web %" PRIu64 "," : "web%" PRIu64 ".corp.example.com,", number);
    ADD("vm-%u,a4f2e1c0-5b7d-4c1e-9f38-2d6c8b1e7a%02x,", below(1000000), below(256));
}

static void add_hardware(uint64_t number, flaw bad)
{
    unsigned processors = 1 + below(4), cores = processors * (1 + below(8)), system = below(5), ram = 4096u << below(5);
    ADD("%u,", processors);
    if (bad == BAD_CORES)
        ADD("%u.5,%u,", cores, cores * 2);
    else
        ADD("%u,%u,", cores, cores * 2);
    ADD("%s,%s,WEB-%" PRIu64 ",", systems[system], versions[system], number);
    if (bad == BAD_RAM)
        ADD("%u GB,%u.25,%u.5,", ram / 1024, ram / 4, ram / 2);
    else
        ADD("%u,%u.25,%u.5,", ram, ram / 4, ram / 2);
    if (bad == BAD_PERCENT)
        ADD("%u.%02u%%,%u.%02u,", below(40), below(100), 40 + below(60), below(100));
    else
        ADD("%u.%02u,%u.%02u,", below(40), below(100), 40 + below(60), below(100));
}

static void add_row(uint64_t number, flaw bad)
{
    used = 0;
    add_identity(number, bad);
    add_hardware(number, bad);
    /* Averages, then peaks: each peak is above all averages. */
    for (int twice = 0; twice < 2; twice++) {
        add_pair(1000), add_pair(1000);
        ADD("%u.5,%u.5,", 2000 + below(5000), 2000 + below(5000));
    }
    add_pair(1000), add_pair(1000);
    ADD("%u.5,%u.5,", 2000 + below(5000), 2000 + below(5000));
    unsigned application = (unsigned)(number / 400); /* the service's limit for one application */
    if (below(3) == 0)
        ADD("\"App %u, Portal %u\",", application, application);
    else
        ADD("App %u,", application);
    ADD("Wave %u,%s,\r\n", 1 + below(9), bad == BAD_TAGS ? "zone=1" : PICK(tags));
}

/* "100M" bytes or "10r" rows. */
static uint64_t read_size(const char *text, int *is_rows)
{
    char *end;
    uint64_t size = strtoull(text, &end, 10);
    *is_rows = *end == 'r';
    return size << (*end == 'k' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0);
}

int main(int argc, char **argv)
{
    int is_rows;
    if (argc < 2) {
        fprintf(stderr, "usage: %s BYTES|ROWSr [PERCENT_BAD [SEED]]\n", argv[0]);
        return 2;
    }
    uint64_t size = read_size(argv[1], &is_rows);
    unsigned percent = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 2;
    state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    uint64_t written = sizeof header - 1;
    fputs(header, stdout);
    for (uint64_t number = 1; is_rows ? number <= size : written < size; number++) {
        add_row(number, below(100) < percent ? (flaw)(1 + below(FLAWS - 1)) : NONE);
        fwrite(row, 1, used, stdout);
        written += used;
    }
    return fflush(stdout) == 0 ? 0 : 3;
}
