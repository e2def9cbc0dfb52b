/* crew.c - threads that look at records, each by itself; the records come out in the order of the file.
 *
 * The caller's thread reads the text into chunks, which lie in a ring. Whoever is free takes the next one that nobody
 * has looked at; the caller's thread, too, when it would otherwise wait. Chunks leave the ring in the order in which
 * they came.
 *
 * Where a record ends is known for sure only when everything before it was read. A chunk is cut where a record
 * probably ends, and looked at as if it were so. When it leaves the ring the one before it has been looked at, and has
 * either come to its very end; then all is well. Or it has not: then what was left over is put in front of the next
 * chunk, which is looked at again. So the rows are always those that one thread would find, and guesses are only about
 * time.
 *
 * Everything but the look itself happens under one lock, or in the caller's thread alone. */
#define _POSIX_C_SOURCE 200809L
#include "crew.h"

#include <pthread.h>

#include "error.h"
#include "memory.h"

#define MOST_JOBS 64
#define SPARE_CHUNKS 2 /* in the ring, beside one for each thread */
#define LEAST_STACK ((size_t)1 << 20)
/* Memory that is touched for the first time costs as much as looking at what is in it. So chunks are small at first: as
 * large as this, and a part of what was read already. */
#define FIRST_SIZE 16384
#define PART 256
/* A file of less than 256 KiB is done before another thread has begun. Where chunks are less than FIRST_SIZE at most,
 * as in tests, threads start with the second chunk. */
#define THREADS_FROM(chunk_size) ((uint64_t)((chunk_size) / FIRST_SIZE) << 16)

/* One thread's own tools. */
typedef struct member {
    rg_crew *crew;
    rg_reader *reader;
    rg_examiner examiner;
    pthread_t thread;
} member;

struct rg_crew {
    rg_reader *reader;
    const rg_layout *layout;
    const rg_key_makers *makers;
    rg_pattern_limits limits;
    size_t chunk_size, wanted; /* `wanted`: as much text as will be looked at in one go */
    rg_status read_status;     /* why there is no more text */
    rg_error read_error;
    rg_chunk ahead; /* text that was read, and belongs to the next chunk */
    rg_chunk left;  /* text that no row was made of yet, from one chunk or several */
    rg_arena arena;
    member *members; /* the first is the caller's thread */
    unsigned jobs;
    unsigned started; /* threads beside the caller's */
    bool has_started;
    rg_chunk **ring; /* NULL: not needed yet */
    bool *is_done;
    size_t ring_size, places; /* `places`: those that are used, one until there are threads */
    /* How many chunks were ever filled, taken to be looked at, and given out. Under the lock, but for `given`, which is
     * the caller's alone. */
    uint64_t filled, taken, given;
    size_t row;     /* of the chunk that is being given out */
    uint64_t lines; /* before it */
    bool stop;
    pthread_mutex_t lock;
    pthread_cond_t has_work, has_result;
};

static rg_status make_member(rg_crew *crew, member *m, rg_error *error)
{
    m->crew = crew;
    rg_examiner_open(&m->examiner, crew->layout, &crew->arena);
    rg_status status = rg_reader_open_like(&m->reader, crew->reader, error);
    if (status == RG_OK)
        status = rg_matcher_open(&m->examiner.matcher, crew->limits, error);
    return crew->arena.failed ? rg_fail_memory(error) : status;
}

/* Of the members only the first, and none of the chunks: most files are of one chunk. */
static rg_status make_places(rg_crew *crew, rg_error *error)
{
    crew->members = rg_arena_alloc(&crew->arena, crew->jobs * sizeof *crew->members);
    crew->ring = rg_arena_alloc(&crew->arena, crew->ring_size * sizeof *crew->ring);
    crew->is_done = rg_arena_alloc(&crew->arena, crew->ring_size * sizeof *crew->is_done);
    return crew->arena.failed ? rg_fail_memory(error) : make_member(crew, crew->members, error);
}

rg_status rg_crew_open(rg_crew **crew, rg_reader *reader, const rg_layout *layout, const rg_key_makers *makers,
                       rg_pattern_limits limits, unsigned jobs, size_t chunk_size, rg_error *error)
{
    rg_crew *made = rg_alloc(sizeof *made);
    *crew = NULL;
    if (!made)
        return rg_fail_memory(error);
    made->reader = reader;
    made->layout = layout;
    made->makers = makers;
    made->limits = limits;
    made->chunk_size = chunk_size;
    made->wanted = chunk_size < FIRST_SIZE ? chunk_size : FIRST_SIZE;
    made->ahead.offset = rg_reader_position(reader);
    made->jobs = jobs < 1 ? 1 : jobs < MOST_JOBS ? jobs : MOST_JOBS;
    made->ring_size = made->jobs > 1 ? made->jobs + SPARE_CHUNKS : 1;
    made->places = 1;
    made->lines = rg_reader_line(reader) - 1;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->has_work, NULL);
    pthread_cond_init(&made->has_result, NULL);
    rg_status status = make_places(made, error);
    if (status != RG_OK) {
        rg_crew_close(made);
        return status;
    }
    *crew = made;
    return RG_OK;
}

static void close_member(member *m)
{
    rg_reader_close(m->reader);
    rg_matcher_close(m->examiner.matcher);
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
        close_member(&crew->members[i]);
    for (size_t i = 0; crew->ring && i < crew->ring_size && crew->ring[i]; i++)
        rg_chunk_free(crew->ring[i]);
    rg_chunk_free(&crew->ahead);
    rg_chunk_free(&crew->left);
    pthread_cond_destroy(&crew->has_result);
    pthread_cond_destroy(&crew->has_work);
    pthread_mutex_destroy(&crew->lock);
    rg_arena_free(&crew->arena);
    rg_free(crew);
}

/* ---------------------------------------------------------------- looking at chunks */

/* Take the next chunk and look at it. The lock is held before and after, not in between. */
static void examine_one(member *m)
{
    rg_crew *crew = m->crew;
    size_t place = crew->taken++ % crew->places;
    pthread_mutex_unlock(&crew->lock);
    rg_chunk_examine(crew->ring[place], m->reader, &m->examiner, crew->makers);
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

/* Patterns are read by functions that call themselves, and some systems give threads less than that may need. */
static bool start_thread(member *m)
{
    pthread_attr_t attributes;
    size_t stack = 0;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_getstacksize(&attributes, &stack);
    if (stack < LEAST_STACK)
        pthread_attr_setstacksize(&attributes, LEAST_STACK);
    bool has_started = pthread_create(&m->thread, &attributes, work, m) == 0;
    pthread_attr_destroy(&attributes);
    return has_started;
}

/* A thread that cannot be had is done without. */
static void start_threads(rg_crew *crew)
{
    crew->has_started = true;
    crew->places = crew->ring_size;
    crew->filled = crew->taken = crew->given = 0; /* the one place is empty */
    while (crew->started + 1 < crew->jobs) {
        member *m = &crew->members[crew->started + 1];
        if (make_member(crew, m, NULL) != RG_OK || !start_thread(m)) {
            crew->arena.failed = false;
            return;
        }
        crew->started++;
    }
}

/* ---------------------------------------------------------------- filling the ring */

/* Text into the chunk, behind what was ahead of the one before it. */
static rg_status read_text(rg_crew *crew, rg_chunk *chunk, rg_error *error)
{
    rg_chunk_clear(chunk, crew->ahead.offset);
    bool has_room = rg_chunk_reserve(chunk, crew->chunk_size) && rg_chunk_add(chunk, rg_chunk_rest(&crew->ahead));
    rg_status status = has_room ? RG_OK : rg_fail_memory(error);
    while (status == RG_OK && !chunk->is_last && chunk->size < crew->wanted) {
        size_t got;
        status = rg_reader_take(crew->reader, chunk->bytes + chunk->size, crew->wanted - chunk->size, &got, error);
        if (status == RG_OK) {
            chunk->size += got;
            chunk->is_last = got == 0;
        }
    }
    return status;
}

static size_t less(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What is behind the probable end of a record is for the next chunk. Where that is much, less is read at once, so that
 * the next one need not be cut short; and then again a little more. */
static rg_status cut(rg_crew *crew, rg_chunk *chunk, rg_error *error)
{
    rg_text text = rg_chunk_rest(chunk);
    size_t end = rg_chunk_guess_end(text), most = less(crew->chunk_size, FIRST_SIZE + (size_t)(chunk->offset / PART));
    rg_text surplus = {text.bytes + end, text.size - end};
    crew->wanted = less(most, surplus.size > end / 16 ? end - end / 16 : crew->wanted + crew->wanted / 64 + 1);
    rg_chunk_clear(&crew->ahead, chunk->offset + end);
    if (!surplus.size)
        return RG_OK;
    chunk->size = end;
    chunk->is_last = false;
    return rg_chunk_add(&crew->ahead, surplus) ? RG_OK : rg_fail_memory(error);
}

static bool make_chunk(rg_crew *crew, rg_chunk **chunk)
{
    if (!*chunk)
        *chunk = rg_arena_alloc(&crew->arena, sizeof **chunk);
    if (!*chunk)
        crew->read_status = rg_fail_memory(&crew->read_error);
    return *chunk != NULL;
}

static void fill(rg_crew *crew, rg_chunk *chunk)
{
    crew->read_status = read_text(crew, chunk, &crew->read_error);
    if (crew->read_status == RG_OK)
        crew->read_status = cut(crew, chunk, &crew->read_error);
    if (crew->read_status == RG_OK && chunk->is_last)
        crew->read_status = RG_DONE;
}

static void fill_ring(rg_crew *crew)
{
    while (crew->read_status == RG_OK && crew->filled - crew->given < crew->places) {
        if (!crew->has_started && crew->filled && crew->ahead.offset >= THREADS_FROM(crew->chunk_size))
            start_threads(crew);
        size_t place = crew->filled % crew->places;
        if (!make_chunk(crew, &crew->ring[place]))
            return;
        fill(crew, crew->ring[place]);
        pthread_mutex_lock(&crew->lock);
        crew->is_done[place] = false;
        crew->filled++;
        pthread_cond_signal(&crew->has_work);
        pthread_mutex_unlock(&crew->lock);
    }
}

/* ---------------------------------------------------------------- chunks in their order */

static rg_chunk *current(const rg_crew *crew)
{
    return crew->ring[crew->given % crew->places];
}

/* The chunk that is the next to be given out, when it has been looked at; help meanwhile. False: there is none. */
static bool await(rg_crew *crew)
{
    fill_ring(crew);
    if (crew->given == crew->filled)
        return false;
    pthread_mutex_lock(&crew->lock);
    while (!crew->is_done[crew->given % crew->places]) {
        if (crew->taken < crew->filled)
            examine_one(&crew->members[0]);
        else
            pthread_cond_wait(&crew->has_result, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
    return true;
}

static void examine_again(rg_crew *crew)
{
    rg_chunk_examine(current(crew), crew->members->reader, &crew->members->examiner, crew->makers);
}

/* A row goes on where its chunk ends: join what is left with the chunks behind it. Twice as much each time, so that a
 * long row is not read over and over. */
static bool join(rg_crew *crew)
{
    rg_chunk *left = &crew->left, *last = current(crew);
    rg_text rest = rg_chunk_rest(last);
    rg_chunk_clear(left, last->offset + last->start);
    left->in_rest = last->in_rest;
    bool has_room = rg_chunk_add(left, rest);
    do {
        crew->given++;
        if (!await(crew))
            return false; /* reading has failed: what is left is not a whole row */
        last = current(crew);
        has_room = has_room && rg_chunk_add(left, (rg_text){last->bytes, last->size});
    } while (has_room && !last->is_last && left->size < 2 * rest.size);
    rg_chunk_take_text(last, left);
    if (has_room)
        examine_again(crew);
    else
        last->status = rg_fail_memory(&last->error);
    return true;
}

/* Go on to the next rows. False: there are none. */
static bool advance(rg_crew *crew)
{
    rg_chunk *chunk = current(crew);
    crew->row = 0;
    crew->lines += chunk->lines;
    if (chunk->status == RG_OK) {
        examine_again(crew); /* that was too much for one go */
        return true;
    }
    if (!chunk->is_last && (chunk->start < chunk->size || chunk->in_rest))
        return join(crew);
    crew->given++;
    return await(crew);
}

/* ---------------------------------------------------------------- giving rows out */

/* The row as it is to be seen: its place in the whole text is known now. */
static void settle(rg_crew *crew, rg_chunk *chunk, rg_examined *e)
{
    e->row.line += crew->lines;
    e->row.fields = chunk->fields + e->first_field;
    for (size_t i = 0; i < e->finding_count; i++)
        chunk->findings.items[e->first_finding + i].line += crew->lines;
}

rg_status rg_crew_next(rg_crew *crew, const rg_examined **row, const rg_chunk **of, rg_error *error)
{
    bool has_rows = crew->given < crew->filled || await(crew);
    *row = NULL;
    while (has_rows) {
        rg_chunk *chunk = current(crew);
        bool has_failed = crew->row == chunk->count && chunk->status != RG_OK && chunk->status != RG_DONE;
        if (crew->row < chunk->count || has_failed) {
            rg_examined *e = has_failed && chunk->status != RG_LIMIT_REACHED ? NULL : &chunk->rows[crew->row];
            crew->row += !has_failed;
            if (e)
                settle(crew, chunk, e);
            if (has_failed && error)
                *error = chunk->error;
            *row = e;
            *of = chunk;
            return has_failed ? chunk->status : RG_OK;
        }
        has_rows = advance(crew);
    }
    if (error && crew->read_status != RG_DONE)
        *error = crew->read_error;
    return crew->read_status;
}
