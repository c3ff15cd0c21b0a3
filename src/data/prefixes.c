#include "data/prefixes.h"

#include "base/json.h"
#include "base/mem.h"
#include "data/records.h"
#include "data/seen.h"

#include <stdbool.h>

/* So many blocks are remembered: 2 GB of them. */
#define BLOCKS_MAX ((size_t)1 << 27)

uint32_t prefixes_known(struct seen *blocks, struct json *hash_ids, unsigned block, uint32_t tokens)
{
    uint64_t known = 0, place = 0;
    bool common = true;

    for (; json_item(hash_ids); place++) {
        json_value(hash_ids);
        common &= seen_add(blocks, seen_key(place, hash_ids->text, hash_ids->len));
        known += common ? block : 0;
    }
    return known < tokens ? (uint32_t)known : tokens;
}

uint32_t *prefixes_of(const struct records *r)
{
    struct seen blocks = {.limit = BLOCKS_MAX};
    size_t count = records_count(r);
    uint32_t *known = NULL;

    for (size_t n = 0; n < count; n++) {
        struct record numbers;
        struct json ids;

        if (!records_hashes(r, n, &ids))
            continue;
        if (!known)
            known = mem_new(count * sizeof *known);
        records_at(r, n, &numbers);
        known[n] = prefixes_known(&blocks, &ids, records_block(r), numbers.input_tokens);
    }
    seen_release(&blocks);
    return known;
}
