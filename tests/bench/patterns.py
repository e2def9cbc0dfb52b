"""The columns of the import template as regular expressions of the whole field, for tools that have nothing but these.

Written so that Python, RE2 and PCRE2 read them alike. Each record of the generator has at most one bad field, so that
every tool must count the same.
"""

IPV4 = r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)"
MAC = r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}"
NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
TAG = r"[^:=,;]+:[^,;]+"
TEXT = r"[^\x00-\x1f]+"
NUMBER = r"\d{1,9}(?:\.\d+)?"
PERCENT = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)"


def list_of(item):
    return f"{item}(?:, *{item})*"


PATTERNS = {
    "ExternalId": TEXT,
    "SMBiosId": r"[0-9A-Za-z]+(?:[ ._:-][0-9A-Za-z]+)*",
    "IPAddress": list_of(IPV4),
    "MACAddress": list_of(MAC),
    "HostName": rf"{NAME}(?:\.{NAME})*",
    "VMware.MoRefId": r"(?:vm|host)-\d{1,10}",
    "VMware.VCenterId": r"[0-9A-Za-z]+(?:[._:-]+[0-9A-Za-z]+)*",
    "CPU.NumberOfProcessors": r"[1-9]\d{0,3}",
    "CPU.NumberOfCores": r"[1-9]\d{0,3}",
    "CPU.NumberOfLogicalCores": r"[1-9]\d{0,3}",
    "OS.Name": TEXT,
    "OS.Version": TEXT,
    "VMware.VMName": TEXT,
    "RAM.TotalSizeInMB": NUMBER,
    "RAM.UsedSizeInMB.Avg": NUMBER,
    "RAM.UsedSizeInMB.Max": NUMBER,
    "CPU.UsagePct.Avg": PERCENT,
    "CPU.UsagePct.Max": PERCENT,
    **{f"{what}.{which}": NUMBER
       for what in ("DiskReadsPerSecondInKB", "DiskWritesPerSecondInKB", "DiskReadsOpsPerSecond",
                    "DiskWritesOpsPerSecond", "NetworkReadsPerSecondInKB", "NetworkWritesPerSecondInKB")
       for which in ("Avg", "Max")},
    "Applications": list_of(r"[^,;|\x00-\x1f]+"),
    "ApplicationWave": TEXT,
    "Tags": list_of(TAG),
    "ServerId": r"d-server-[0-9a-z]{10,20}",
}
