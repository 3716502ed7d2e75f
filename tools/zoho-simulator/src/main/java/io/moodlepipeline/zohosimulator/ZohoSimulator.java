package io.moodlepipeline.zohosimulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.control.ControlApi;
import io.moodlepipeline.zohosimulator.control.People;
import io.moodlepipeline.zohosimulator.crm.CrmApi;
import io.moodlepipeline.zohosimulator.crm.Organisation;
import io.moodlepipeline.zohosimulator.fault.Faults;
import io.moodlepipeline.zohosimulator.fault.Script;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Handler;
import io.moodlepipeline.zohosimulator.http.HttpServer;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.oauth.TokenEndpoint;
import io.moodlepipeline.zohosimulator.oauth.Tokens;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import io.moodlepipeline.zohosimulator.record.OrgRecords;
import io.moodlepipeline.zohosimulator.record.RecordIdText;
import io.moodlepipeline.zohosimulator.record.RecordIds;
import io.moodlepipeline.zohosimulator.record.RecordListener;
import io.moodlepipeline.zohosimulator.record.RecordsFile;
import io.moodlepipeline.zohosimulator.schema.ModuleSchema;
import io.moodlepipeline.zohosimulator.traffic.RecordedRequest;
import io.moodlepipeline.zohosimulator.traffic.RequestLog;
import io.moodlepipeline.zohosimulator.traffic.Stats;
import io.moodlepipeline.zohosimulator.traffic.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running simulator, and the hand that reaches into it. Where a method names no organisation, the first one is meant. */
public final class ZohoSimulator implements AutoCloseable {
    private final SimulatorOptions options;
    private final Map<String, Organisation> orgs = new LinkedHashMap<>();
    private final Tokens tokens;
    private final Faults faults = new Faults();
    private final People people = new People();
    private final Traffic traffic = new Traffic();
    private final RequestLog log;
    private final Optional<RecordsFile> recordsFile;
    private final HttpServer server;

    private ZohoSimulator(SimulatorOptions options) {
        this.options = options;
        this.tokens = new Tokens(options.orgs(), options.behaviour(), options.clock());
        this.log = new RequestLog(options.rememberedRequests());
        this.recordsFile = options.recordsFile().map(RecordsFile::at);
        openOrgs();
        this.server = HttpServer.start(options.host(), options.port(), handlers());
    }

    public static ZohoSimulator start(SimulatorOptions options) {
        return new ZohoSimulator(options);
    }

    private void openOrgs() {
        RecordIds ids = new RecordIds();
        RecordListener listener = recordsFile.map(RecordListener.class::cast).orElse(RecordListener.NONE);
        Map<String, OrgRecords> records = new LinkedHashMap<>();
        for (OrgOptions org : options.orgs()) {
            OrgRecords own =
                    new OrgRecords(org, options.schema(), options.behaviour(), ids, options.clock(), faults, listener);
            records.put(org.id(), own);
            orgs.put(org.id(), new Organisation(org, own, options.clock()));
        }
        recordsFile.ifPresent(file -> file.open(records, options.schema()));
    }

    private Map<String, Handler> handlers() {
        TokenEndpoint oauth = new TokenEndpoint(
                tokens, traffic, options.behaviour().has(Deviation.THROTTLE_IS_200), () -> url().toString());
        CrmApi crm =
                new CrmApi(orgs, options.schema(), tokens, faults, options.behaviour(), traffic, log, options.clock());
        ControlApi control = new ControlApi(orgs.values(), options.schema(), people, faults, traffic, log);
        return Map.of(
                "oauth",
                call -> scripted(call, oauth::answer),
                "crm",
                crm::answer,
                "simulator",
                control::answer,
                "readyz",
                call -> Reply.of(200, "text/plain", ""));
    }

    private Reply scripted(Call call, Handler handler) {
        Script script = faults.hitting(call);
        return script.before().orElseGet(() -> script.after(handler.answer(call)));
    }

    /** Accounts host and API domain in one. */
    public URI url() {
        return server.url();
    }

    public SimulatorOptions options() {
        return options;
    }

    public Faults faults() {
        return faults;
    }

    public Stats stats() {
        return traffic.stats();
    }

    /** The newest requests to the API, oldest first. */
    public List<RecordedRequest> requests() {
        return log.all();
    }

    public void forgetRequests() {
        log.clear();
    }

    /** By id, ascending; every field, null where a record has no value. */
    public List<ObjectNode> records(String module) {
        return records(options.orgs().get(0).id(), module);
    }

    public List<ObjectNode> records(String org, String module) {
        return org(org).records().all(module(module)).toList();
    }

    /**
     * Makes a record, or changes the one with the given {@code id}, as somebody does who works in Zoho.
     *
     * @return its id
     * @throws IllegalArgumentException when Zoho would not take it
     */
    public String put(String module, JsonNode record) {
        return put(options.orgs().get(0).id(), module, record);
    }

    public String put(String org, String module, JsonNode record) {
        return people.put(org(org), module(module), record);
    }

    /** As somebody does who works in Zoho. */
    public void delete(String module, String id) {
        delete(options.orgs().get(0).id(), module, id);
    }

    public void delete(String org, String module, String id) {
        ModuleSchema schema = module(module);
        boolean deleted = RecordIdText.parse(id)
                .filter(number -> org(org).records().delete(schema, number))
                .isPresent();
        if (!deleted) {
            throw new IllegalArgumentException("There is no such record");
        }
    }

    /** The organisation's credits of the last day. */
    public long creditsUsedInADay(String org) {
        return org(org).credits().used();
    }

    /** How many calls an organisation has in flight now. */
    public int callsInFlight(String org) {
        return org(org).concurrency().calls();
    }

    /** The most calls that an organisation ever had in flight at once. */
    public int maxConcurrency(String org) {
        return org(org).concurrency().most();
    }

    /** Ends every access token of an organisation, as if its hour were over. */
    public void expireTokens(String org) {
        tokens.expireAll(org);
    }

    /** Takes back a refresh token with all that it gave, or one access token. */
    public void revoke(String token) {
        tokens.revoke(token);
    }

    @Override
    public void close() {
        // Calls that are held up would hold up the server's end.
        faults.clear();
        server.close();
        recordsFile.ifPresent(file -> {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Organisation org(String id) {
        return Optional.ofNullable(orgs.get(id))
                .orElseThrow(() -> new IllegalArgumentException("There is no organisation " + id));
    }

    private ModuleSchema module(String apiName) {
        return options.schema()
                .module(apiName)
                .orElseThrow(() -> new IllegalArgumentException("There is no module " + apiName));
    }
}
