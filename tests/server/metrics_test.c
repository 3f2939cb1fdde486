#include "server/metrics.h"

#include "tests/support/check.h"

static bool has(struct dg_str page, const char *line)
{
    return dg_str_find(page, dg_str_of(line), 0) >= 0;
}

static void the_lanes_are_added_up(void)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    struct dg_metrics_board *board = dg_metrics_create(3);
    dg_metrics_add(&board->lane[0], DG_METRIC_DRAGS, 2);
    dg_metrics_add(&board->lane[2], DG_METRIC_DRAGS, 5);
    dg_metrics_add(&board->lane[1], DG_METRIC_WAITING, 4);
    dg_metrics_add(&board->lane[1], DG_METRIC_WAITING, -3);
    struct dg_str page = dg_metrics_print(board, arena);
    DG_CHECK(has(page, "# TYPE dragoman_drags_total counter\ndragoman_drags_total 7\n"), "drags");
    DG_CHECK(has(page, "# TYPE dragoman_requests_waiting gauge\ndragoman_requests_waiting 1\n"), "waiting");
    dg_metrics_destroy(board);
    dg_arena_destroy(arena);
}

static void requests_are_counted_by_endpoint_status_and_time(void)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    struct dg_metrics_board *board = dg_metrics_create(2);
    dg_metrics_request(&board->lane[0], 0, 200, 100);
    dg_metrics_request(&board->lane[1], 0, 201, 400);
    dg_metrics_request(&board->lane[1], 0, 413, 20000000);
    struct dg_str page = dg_metrics_print(board, arena);
#define FIRST "{method=\"POST\",path=\"/v1/parse\","
    static const char *const lines[] = {
        "dragoman_requests_total" FIRST "status=\"2xx\"} 2\n",
        "dragoman_requests_total" FIRST "status=\"4xx\"} 1\n",
        "dragoman_request_seconds_bucket" FIRST "le=\"0.00025\"} 1\n",
        "dragoman_request_seconds_bucket" FIRST "le=\"0.0005\"} 2\n",
        "dragoman_request_seconds_bucket" FIRST "le=\"10\"} 2\n",
        "dragoman_request_seconds_bucket" FIRST "le=\"+Inf\"} 3\n",
        "dragoman_request_seconds_count{method=\"POST\",path=\"/v1/parse\"} 3\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        DG_CHECK(has(page, lines[i]), "no %s", lines[i]);
    dg_metrics_destroy(board);
    dg_arena_destroy(arena);
}

static void failed_handshakes_are_counted_by_their_end(void)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    struct dg_metrics_board *board = dg_metrics_create(2);
    DG_CHECK(!has(dg_metrics_print(board, arena), "dragoman_tls_handshakes_failed_total{"), "none yet");
    dg_metrics_handshake(&board->lane[0], DG_HANDSHAKE_NOT_TLS);
    dg_metrics_handshake(&board->lane[1], DG_HANDSHAKE_NOT_TLS);
    dg_metrics_handshake(&board->lane[1], DG_HANDSHAKE_CERTIFICATE_REFUSED);
    struct dg_str page = dg_metrics_print(board, arena);
    DG_CHECK(has(page, "dragoman_tls_handshakes_failed_total{why=\"not-tls\"} 2\n"), "added up");
    DG_CHECK(has(page, "dragoman_tls_handshakes_failed_total{why=\"certificate-refused\"} 1\n"), "each for itself");
    DG_CHECK(!has(page, "why=\"silent\""), "what never was is not there");
    dg_metrics_destroy(board);
    dg_arena_destroy(arena);
}

static void adapters_are_added_up_and_the_worst_breaker_told(void)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    struct dg_metrics_board *board = dg_metrics_create(2);
    const struct dg_transport_figures one = { DG_BREAKER_HALF_OPEN, { 0, 1, 1 }, 5, 2, 1, 3 },
                                      two = { DG_BREAKER_OPEN, { 2, 3, 2 }, 7, 0, 0, 1 };
    DG_CHECK(!has(dg_metrics_print(board, arena), "dragoman_adapter_breaker{"), "nobody was asked yet");
    dg_metrics_adapter(&board->lane[0], 0, &one);
    DG_CHECK(has(dg_metrics_print(board, arena), "dragoman_adapter_breaker{adapter=\"tomp\"} 2\n"), "half-open");
    dg_metrics_adapter(&board->lane[1], 0, &two);
    struct dg_str page = dg_metrics_print(board, arena);
    DG_CHECK(has(page, "dragoman_adapter_breaker{adapter=\"tomp\"} 1\n"), "open");
    DG_CHECK(has(page, "dragoman_adapter_requests_total{adapter=\"tomp\",what=\"sent\"} 12\n"), "sent");
    DG_CHECK(has(page, "dragoman_adapter_requests_total{adapter=\"tomp\",what=\"failed\"} 2\n"), "failed");
    DG_CHECK(has(page, "dragoman_adapter_breaker_transitions_total{adapter=\"tomp\",to=\"open\"} 4\n"), "opened");
    DG_CHECK(has(page, "dragoman_adapter_breaker_transitions_total{adapter=\"tomp\",to=\"half-open\"} 3\n"), "tried");
    DG_CHECK(has(page, "dragoman_adapter_breaker_transitions_total{adapter=\"tomp\",to=\"closed\"} 2\n"), "closed");
    DG_CHECK_INT(dg_metrics_adapter_sum(board, 0).in_flight, 4, "in flight");
    dg_metrics_destroy(board);
    dg_arena_destroy(arena);
}

int main(void)
{
    dg_run("failed handshakes are counted by their end", failed_handshakes_are_counted_by_their_end);
    dg_run("adapters are added up and the worst breaker told", adapters_are_added_up_and_the_worst_breaker_told);
    dg_run("the lanes are added up", the_lanes_are_added_up);
    dg_run("requests are counted by endpoint, status and time", requests_are_counted_by_endpoint_status_and_time);
    return dg_done();
}
