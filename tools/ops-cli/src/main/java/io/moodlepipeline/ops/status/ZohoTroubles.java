package io.moodlepipeline.ops.status;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do about schools whose Zoho is in trouble. The zoho-sink names them in its health, each with why. */
final class ZohoTroubles {
    static final String SERVICE = PipelineConsumer.zohoSink("any").service();

    private static final Pattern TENANT =
            Pattern.compile("tenant (" + EventMetadata.TENANT_NAME.pattern() + ") [A-Z]+:");

    private final Deployment deployment;

    ZohoTroubles(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Of the first school that is named: what is left shows once that is mended. */
    String remedy(String detail) {
        Matcher named = TENANT.matcher(detail);
        if (!named.find()) {
            return deployment.verb("doctor");
        }
        String tenant = named.group(1);
        int begin = named.start();
        return remedy(tenant, detail.substring(begin, named.find() ? named.start() : detail.length()));
    }

    /** @param detail about this tenant alone: another's would lend its words to this one's name */
    private String remedy(String tenant, String detail) {
        if (detail.contains("reset-ledger")) {
            return "give the right credentials; or, if the organisation did change, with the zoho-sink stopped: "
                    + deployment.tableVerb("zoho reset-ledger --tenant " + tenant + " --execute");
        }
        if (detail.contains("credits: ")) {
            return "nothing: it goes on by itself as the credits of the last 24 hours become free; buy more in Zoho if that"
                    + " happens daily";
        }
        if (detail.contains("HALTED")) {
            return deployment.verb("dlt list --consumer "
                            + PipelineConsumer.zohoSink(tenant).group())
                    + " has those that failed just before, " + deployment.verb("doctor --tenant " + tenant)
                    + " says what Zoho refuses";
        }
        return deployment.verb("doctor --tenant " + tenant);
    }
}
