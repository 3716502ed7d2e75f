package io.moodlepipeline.zohosimulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.crm.Organisation;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.traffic.Stats;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /simulator/stats}. */
final class StatsView {
    private StatsView() {}

    static ObjectNode json(Stats stats, Collection<Organisation> orgs, Schema schema) {
        ObjectNode json = Json.object();
        json.put("calls", stats.calls());
        json.put("credits_used", stats.creditsUsed());
        json.put("refused", stats.refused());
        json.put("rate_limited", stats.rateLimited());
        json.put("broken", stats.broken());
        json.put("rows_inserted", stats.insertedRows());
        json.put("rows_updated", stats.updatedRows());
        json.put("rows_refused", stats.refusedRows());
        json.put("tokens_issued", stats.tokensIssued());
        json.put("tokens_refused", stats.tokensRefused());
        json.put(
                "max_concurrency",
                orgs.stream().mapToInt(org -> org.concurrency().most()).max().orElse(0));
        json.put(
                "max_complex_concurrency",
                orgs.stream()
                        .mapToInt(org -> org.concurrency().mostComplex())
                        .max()
                        .orElse(0));
        counts(json.putObject("endpoints"), stats.endpoints());
        counts(json.putObject("statuses"), stats.statuses());
        ObjectNode perOrg = json.putObject("orgs");
        orgs.forEach(org -> org(perOrg.putObject(org.options().id()), org, stats, schema));
        return json;
    }

    private static void org(ObjectNode json, Organisation org, Stats stats, Schema schema) {
        json.put("credits_used_24h", org.credits().used());
        json.put("credits_limit", org.options().credits());
        json.put("concurrency", org.concurrency().calls());
        json.put("max_concurrency", org.concurrency().most());
        json.put("max_complex_concurrency", org.concurrency().mostComplex());
        json.put("tokens_issued", stats.tokensByOrg().getOrDefault(org.options().id(), 0L));
        ObjectNode records = json.putObject("records");
        schema.all()
                .forEach(module -> records.put(module.apiName(), org.records().size(module)));
    }

    private static void counts(ObjectNode json, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach(json::put);
    }
}
