package io.moodlepipeline.zohosimulator.crm;

import io.moodlepipeline.zohosimulator.fault.Faults;
import io.moodlepipeline.zohosimulator.fault.Script;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.limits.Concurrency;
import io.moodlepipeline.zohosimulator.oauth.Tokens;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.traffic.RecordedRequest;
import io.moodlepipeline.zohosimulator.traffic.RequestLog;
import io.moodlepipeline.zohosimulator.traffic.Traffic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers every call under {@code /crm}. */
public final class CrmApi {
    private static final String AUTHORIZATION = "Zoho-oauthtoken ";

    private final Map<String, Organisation> orgs;
    private final Tokens tokens;
    private final Faults faults;
    private final Behaviour behaviour;
    private final Traffic traffic;
    private final RequestLog log;
    private final InstantSource clock;
    private final Routes routes;

    public CrmApi(
            Map<String, Organisation> orgs,
            Schema schema,
            Tokens tokens,
            Faults faults,
            Behaviour behaviour,
            Traffic traffic,
            RequestLog log,
            InstantSource clock) {
        this.orgs = Map.copyOf(orgs);
        this.tokens = tokens;
        this.faults = faults;
        this.behaviour = behaviour;
        this.traffic = traffic;
        this.log = log;
        this.clock = clock;
        this.routes = new Routes(schema, behaviour, traffic);
    }

    public Reply answer(Call call) {
        Exchange exchange = new Exchange(call, clock.instant());
        Reply reply;
        try {
            reply = exchange.answer();
        } catch (RefusedException e) {
            reply = refuse(e.error());
        }
        exchange.finish(reply);
        return reply;
    }

    private Reply refuse(RequestError error) {
        if (!error.isRateLimit()) {
            return error.reply();
        }
        Reply reply = behaviour.has(Deviation.RATE_LIMIT_BY_NUMBER) ? error.numberedReply() : error.reply();
        long seconds = behaviour.retryAfter().toSeconds();
        return seconds > 0 ? reply.with("Retry-After", Long.toString(seconds)) : reply;
    }

    /** One call on its way. */
    private final class Exchange {
        private final Call call;
        private final Instant at;
        private final Script script;
        private String endpoint = "";
        private String orgId = "";
        private Demand demand = new Demand(0, 0, false);
        private int charged;
        private int position;

        Exchange(Call call, Instant at) {
            this.call = call;
            this.at = at;
            this.script = faults.hitting(call);
        }

        Reply answer() {
            Operation operation = routes.find(call);
            endpoint = operation.name();
            demand = operation.demand();
            Organisation org = authenticate();
            orgId = org.options().id();
            if (!operation.allowedBy(org.scopes()) || script.scopeMismatch()) {
                throw new RefusedException(RequestError.scopeMismatch());
            }
            try (Concurrency.Slot slot = org.concurrency()
                    .enter(demand.complex())
                    .orElseThrow(() -> new RefusedException(RequestError.tooManyRequests()))) {
                position = slot.position();
                return admitted(operation, org);
            }
        }

        private Organisation authenticate() {
            String token = call.header("Authorization")
                    .filter(header -> header.startsWith(AUTHORIZATION))
                    .map(header -> header.substring(AUTHORIZATION.length()))
                    .orElseThrow(() -> new RefusedException(RequestError.unauthenticated()));
            script.expiredToken().ifPresent(code -> {
                tokens.expire(token);
                throw new RefusedException(RequestError.invalidToken(code));
            });
            return tokens.orgOf(token)
                    .map(orgs::get)
                    .orElseThrow(() -> new RefusedException(RequestError.invalidToken("INVALID_TOKEN")));
        }

        /** What fails before anything is done is not charged; what is done is, however it ends. */
        private Reply admitted(Operation operation, Organisation org) {
            script.pause(behaviour.latency());
            Optional<Reply> early = script.before();
            if (early.isPresent()) {
                return early.get();
            }
            if (!org.credits().use(demand.credits())) {
                throw new RefusedException(RequestError.tooManyRequests());
            }
            charged = demand.credits();
            traffic.charged(charged);
            Reply reply = script.after(run(operation, org));
            OptionalLong told = org.credits().told();
            return told.isPresent() && !reply.reset()
                    ? reply.with("X-API-CREDITS-REMAINING", Long.toString(told.getAsLong()))
                    : reply;
        }

        private Reply run(Operation operation, Organisation org) {
            try {
                return operation.run(org);
            } catch (RefusedException e) {
                return e.error().reply();
            }
        }

        void finish(Reply reply) {
            traffic.call(endpoint.isEmpty() ? "none" : endpoint);
            if (reply.reset()) {
                traffic.broken();
            } else {
                traffic.answered(reply.status(), reply.status() >= 400 && !hasRows(reply));
            }
            log.add(number -> new RecordedRequest(
                    number,
                    at,
                    endpoint,
                    orgId,
                    call.method(),
                    call.path(),
                    call.queries(),
                    headers(),
                    call.text(),
                    demand.rows(),
                    position,
                    charged,
                    reply.status()));
        }

        private boolean hasRows(Reply reply) {
            return reply.contentType().equals(Reply.JSON)
                    && Json.read(reply.body()).filter(body -> body.has("data")).isPresent();
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>();
            for (String name : List.of(ExternalHeader.NAME, WriteOperation.IF_UNMODIFIED_SINCE)) {
                call.header(name).ifPresent(value -> headers.put(name, value));
            }
            return headers;
        }
    }
}
