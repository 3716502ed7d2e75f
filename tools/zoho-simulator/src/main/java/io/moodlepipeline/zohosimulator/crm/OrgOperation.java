package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;
import io.moodlepipeline.zohosimulator.options.Edition;
import io.moodlepipeline.zohosimulator.options.OrgOptions;

/** {@code GET /org}. */
final class OrgOperation implements Operation {
    @Override
    public String name() {
        return "org";
    }

    @Override
    public boolean allowedBy(Scopes scopes) {
        return scopes.mayReadOrg();
    }

    @Override
    public Demand demand() {
        return Demand.ONE_CREDIT;
    }

    @Override
    public Reply run(Organisation org) {
        OrgOptions options = org.options();
        ObjectNode body = Json.object();
        ObjectNode one = body.putArray("org").addObject();
        one.put("id", options.id());
        one.put("zgid", options.id());
        one.put("company_name", "Simulated College");
        one.put("time_zone", options.timeZone().getId());
        one.putObject("license_details")
                .put("paid", options.edition() != Edition.FREE)
                .put("paid_type", options.edition().paidType())
                .put("users_license_purchased", options.users());
        return Reply.json(200, body);
    }
}
