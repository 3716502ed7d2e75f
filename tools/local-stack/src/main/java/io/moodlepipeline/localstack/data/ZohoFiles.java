package io.moodlepipeline.localstack.data;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.testkit.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells zoho-sink of the simulator, as a school would tell it of its Zoho; written anew at each start. */
public final class ZohoFiles {
    private static final String CLIENT_SECRET = "client-secret";
    private static final String REFRESH_TOKEN = "refresh-token";

    private ZohoFiles() {}

    /** @return the file of tenants */
    public static Path write(
            DataDirectory data, URI simulator, String clientId, String clientSecret, String refreshToken) {
        try {
            Files.createDirectories(data.zoho());
            OwnerOnly.write(data.zoho().resolve(CLIENT_SECRET), clientSecret + "\n");
            OwnerOnly.write(data.zoho().resolve(REFRESH_TOKEN), refreshToken + "\n");
            OwnerOnly.write(data.zohoTenants(), tenants(simulator, clientId));
            return data.zohoTenants();
        } catch (IOException e) {
            throw new PipelineException("Cannot write to " + data.zoho() + ": " + e.getMessage(), e);
        }
    }

    private static String tenants(URI simulator, String clientId) {
        return """
                # Written at each start of the stack. To change it, copy it and name the copy in ZOHO_SINK_TENANTS_FILE.
                tenants:
                  default:
                    accounts_url: "%1$s"
                    api_domain: "%1$s"
                    client_id: "%2$s"
                    client_secret_file: "%3$s"
                    refresh_token_file: "%4$s"
                    time_zone: "Europe/London"
                """.formatted(simulator, clientId, CLIENT_SECRET, REFRESH_TOKEN);
    }
}
