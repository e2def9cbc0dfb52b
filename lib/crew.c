/* crew.c - several threads that look at records, each by itself; the records come out in the order of the file.
 *
 * The caller's thread reads rows into batches, which lie in a ring. Whoever is free takes the next one that nobody has
 * looked at; the caller's thread, too, when it would otherwise wait. Batches leave the ring in the order in which they
 * came. Everything but the look itself happens under one lock, or in the caller's thread alone. */
#define _POSIX_C_SOURCE 200809L
#include "crew.h"

#include <pthread.h>

#include "error.h"
#include "memory.h"

#define MOST_JOBS 64
#define SPARE_BATCHES 2 /* in the ring, beside one for each thread */

/* One thread's own tools. */
typedef struct member {
    rg_crew *crew;
    rg_examiner examiner;
    pthread_t thread;
} member;

struct rg_crew {
    rg_reader *reader;
    rg_status read_status; /* why there are no more rows */
    rg_error read_error;
    rg_row pending; /* a row that was read and found no room */
    bool has_pending;
    rg_arena arena;
    member *members; /* the first is the caller's thread */
    unsigned jobs;
    unsigned started; /* threads beside the caller's */
    bool has_started;
    rg_batch *ring;
    bool *is_done;
    size_t ring_size;
    /* How many batches were ever filled, taken to be looked at, and given out. Under the lock, but for `given`, which
     * is the caller's alone. */
    uint64_t filled, taken, given;
    size_t row; /* of the batch that is being given out */
    bool stop;
    pthread_mutex_t lock;
    pthread_cond_t has_work, has_result;
};

static bool make_members(rg_crew *crew, const rg_layout *layout, rg_pattern_limits limits, rg_error *error)
{
    crew->members = rg_arena_alloc(&crew->arena, crew->jobs * sizeof *crew->members);
    crew->ring = rg_arena_alloc(&crew->arena, crew->ring_size * sizeof *crew->ring);
    crew->is_done = rg_arena_alloc(&crew->arena, crew->ring_size * sizeof *crew->is_done);
    for (unsigned i = 0; !crew->arena.failed && i < crew->jobs; i++) {
        member *m = &crew->members[i];
        m->crew = crew;
        m->examiner = (rg_examiner){.layout = layout, .numbers = rg_examiner_numbers(layout, &crew->arena)};
        if (rg_matcher_open(&m->examiner.matcher, limits, error) != RG_OK)
            return false;
    }
    return !crew->arena.failed;
}

rg_status rg_crew_open(rg_crew **crew, rg_reader *reader, const rg_layout *layout, rg_pattern_limits limits,
                       unsigned jobs, size_t batch_size, rg_error *error)
{
    rg_crew *made = rg_alloc(sizeof *made);
    *crew = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->reader = reader;
    made->jobs = jobs < MOST_JOBS ? jobs : MOST_JOBS;
    made->ring_size = made->jobs + SPARE_BATCHES;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->has_work, NULL);
    pthread_cond_init(&made->has_result, NULL);
    if (!make_members(made, layout, limits, error)) {
        rg_crew_close(made);
        return rg_fail_memory(error);
    }
    for (size_t i = 0; i < made->ring_size; i++)
        made->ring[i].usual_size = batch_size;
    *crew = made;
    return RG_OK;
}

void rg_crew_close(rg_crew *crew)
{
    if (!crew)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->stop = true;
    pthread_cond_broadcast(&crew->has_work);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < crew->started; i++)
        pthread_join(crew->members[i + 1].thread, NULL);
    for (unsigned i = 0; crew->members && i < crew->jobs; i++)
        rg_matcher_close(crew->members[i].examiner.matcher);
    for (size_t i = 0; crew->ring && i < crew->ring_size; i++)
        rg_batch_free(&crew->ring[i]);
    pthread_cond_destroy(&crew->has_result);
    pthread_cond_destroy(&crew->has_work);
    pthread_mutex_destroy(&crew->lock);
    rg_arena_free(&crew->arena);
    rg_free(crew);
}

/* ---------------------------------------------------------------- looking at batches */

/* Take the next batch and look at it. The lock is held before and after, not in between. */
static void examine_one(member *m)
{
    rg_crew *crew = m->crew;
    size_t place = crew->taken++ % crew->ring_size;
    pthread_mutex_unlock(&crew->lock);
    rg_batch_examine(&crew->ring[place], &m->examiner);
    pthread_mutex_lock(&crew->lock);
    crew->is_done[place] = true;
    pthread_cond_signal(&crew->has_result);
}

static void *work(void *context)
{
    member *m = context;
    rg_crew *crew = m->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->stop) {
        if (crew->taken < crew->filled)
            examine_one(m);
        else
            pthread_cond_wait(&crew->has_work, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* A thread that cannot be had is done without. */
static void start_threads(rg_crew *crew)
{
    crew->has_started = true;
    rg_template_prepare(crew->members->examiner.layout->t);
    while (crew->started + 1 < crew->jobs &&
           pthread_create(&crew->members[crew->started + 1].thread, NULL, work, &crew->members[crew->started + 1]) == 0)
        crew->started++;
}

/* ---------------------------------------------------------------- filling batches */

/* Rows into the batch, until it is full or there are no more. */
static void fill(rg_crew *crew, rg_batch *batch)
{
    rg_batch_clear(batch);
    if (crew->has_pending && !rg_batch_add(batch, &crew->pending)) {
        crew->read_status = rg_fail_memory(&crew->read_error);
        return;
    }
    crew->has_pending = false;
    while (crew->read_status == RG_OK) {
        crew->read_status = rg_reader_next(crew->reader, &crew->pending, &crew->read_error);
        if (crew->read_status == RG_OK && !rg_batch_add(batch, &crew->pending)) {
            crew->has_pending = true; /* the reader keeps it until it is asked for the next */
            if (batch->count == 0)
                crew->read_status = rg_fail_memory(&crew->read_error);
            return;
        }
    }
}

static void fill_ring(rg_crew *crew)
{
    while (crew->read_status == RG_OK && crew->filled - crew->given < crew->ring_size) {
        size_t place = crew->filled % crew->ring_size;
        if (crew->filled == 1 && !crew->has_started)
            start_threads(crew);
        fill(crew, &crew->ring[place]);
        pthread_mutex_lock(&crew->lock);
        crew->is_done[place] = false;
        crew->filled++;
        pthread_cond_signal(&crew->has_work);
        pthread_mutex_unlock(&crew->lock);
    }
}

/* Wait for the batch that is the next to be given out, and help meanwhile. */
static void await(rg_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (!crew->is_done[crew->given % crew->ring_size]) {
        if (crew->taken < crew->filled)
            examine_one(&crew->members[0]);
        else
            pthread_cond_wait(&crew->has_result, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

/* ---------------------------------------------------------------- giving rows out */

rg_status rg_crew_next(rg_crew *crew, const rg_examined **row, const rg_finding **findings, rg_error *error)
{
    for (;;) {
        rg_batch *batch = &crew->ring[crew->given % crew->ring_size];
        if (crew->given == crew->filled) {
            fill_ring(crew);
            if (crew->given == crew->filled)
                break;
            await(crew);
        }
        if (batch->findings.failed || batch->findings.arena.failed)
            return rg_fail_memory(error);
        if (crew->row < batch->examined) {
            *row = &batch->rows[crew->row++];
            *findings = (*row)->finding_count ? &batch->findings.items[(*row)->first_finding] : NULL;
            return RG_OK;
        }
        if (batch->status != RG_OK) {
            if (error)
                *error = batch->error;
            *row = &batch->rows[batch->examined];
            return batch->status;
        }
        crew->given++;
        crew->row = 0;
        fill_ring(crew);
        if (crew->given < crew->filled)
            await(crew);
    }
    if (error && crew->read_status != RG_DONE)
        *error = crew->read_error;
    return crew->read_status;
}
