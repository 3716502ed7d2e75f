package io.moodlepipeline.ops.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.zoho.credit.Edition;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.oauth.OAuthCredentials;
import io.moodlepipeline.zoho.oauth.RunTokenStore;
import io.moodlepipeline.zoho.oauth.TokenStore;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A tenant whose Zoho is a simulator. */
final class SimulatedTenant {
    static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final HttpClient HTTP = HttpExchange.client();

    private SimulatedTenant() {}

    static ZohoTenant of(ZohoSimulator simulator) {
        return with(simulator.url(), simulator.url(), OrgOptions.defaults().credentials(), Optional.empty());
    }

    static ZohoTenant with(URI accounts, URI apiDomain, Credentials credentials, Optional<Edition> edition) {
        return new ZohoTenant(
                "north",
                accounts,
                apiDomain,
                new OAuthCredentials(
                        credentials.clientId(),
                        new Secret(credentials.clientSecret()),
                        new Secret(credentials.refreshToken())),
                MappingFile.builtIn(),
                false,
                ZONE,
                List.of(),
                edition,
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    static TenantCheckUp.Result checkUp(ZohoTenant tenant) {
        return checkUp(tenant, new RunTokenStore());
    }

    static TenantCheckUp.Result checkUp(ZohoTenant tenant, TokenStore store) {
        return new TenantCheckUp(tenant, store, HTTP, Clock.systemUTC()).run();
    }

    /** Checks a Zoho with these fields and otherwise the default ones. */
    static TenantCheckUp.Result checkUp(SimulatorOptions options) {
        try (ZohoSimulator simulator = ZohoSimulator.start(options)) {
            return checkUp(of(simulator));
        }
    }

    /** The default schema with a change. */
    static Schema schema(String from, String to) {
        String yaml = defaultSchema();
        if (!yaml.contains(from)) {
            throw new IllegalArgumentException("The default schema does not have: " + from);
        }
        return SchemaFile.parse(yaml.replace(from, to));
    }

    private static String defaultSchema() {
        try (InputStream in = SchemaFile.class.getResourceAsStream("/default-schema.yaml")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
