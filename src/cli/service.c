#include "cli/service.h"

#include "base/error.h"
#include "cli/prepare.h"
#include "net/reach.h"
#include "net/source.h"

#define PATIENCE (5 * NANOS_PER_SECOND)

static int read_source(struct run *r, struct error *err)
{
    r->sources = sources_read(r->wish.source, err);
    r->wish.http.sources = r->sources;
    return r->sources ? 0 : error_in(err, "--source");
}

int service_read(struct run *r, struct error *err)
{
    if (places_read(&r->places, r->wish.connect_to, r->wish.place_count, err))
        return -1;
    return r->wish.source ? read_source(r, err) : 0;
}

static int reach_service(struct run *r, struct error *err)
{
    struct http_options *o = &r->wish.http;

    o->seed = r->wish.plan.seed;
    if (r->places.count)
        return places_reach(&r->places, o, PATIENCE, err);
    o->address_port = r->url.port;
    o->address = r->address;
    return reach(o->host, o->port, PATIENCE, r->address, err);
}

/* IPv4 addresses lead nowhere over IPv6. */
static int check_source(const struct run *r, struct error *err)
{
    if (!r->sources || sources_fit(r->sources, r->wish.http.address))
        return 0;
    return error_set(err,
                     "--source: %s cannot be reached from \"%s\": expected addresses of its kind",
                     r->wish.http.address, r->wish.source);
}

int service_find(struct run *r, struct error *err)
{
    struct http_options *o = &r->wish.http;

    o->host = r->url.host;
    o->port = r->url.port;
    if (!o->proxy && (reach_service(r, err) || check_source(r, err)))
        return -1;
    return o->proxy || r->url.tls ? http_greet(o, r->wish.plan.url, PATIENCE, err) : 0;
}
