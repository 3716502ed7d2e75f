package io.moodlepipeline.zohosimulator.crm;

import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.Scopes;

/** What one request asks for. */
interface Operation {
    /** As the statistics name it. */
    String name();

    boolean allowedBy(Scopes scopes);

    Demand demand();

    /** @throws RefusedException when the request as a whole cannot be done */
    Reply run(Organisation org);
}
