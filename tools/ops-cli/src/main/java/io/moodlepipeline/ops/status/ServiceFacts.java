package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.deployment.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the services say of themselves. */
final class ServiceFacts {
    private final Deployment deployment;

    ServiceFacts(Deployment deployment) {
        this.deployment = deployment;
    }

    List<Fact> of(List<ServiceState> states) {
        return states.stream().map(this::fact).toList();
    }

    private Fact fact(ServiceState state) {
        if (state.status().equals("READY")) {
            return Fact.good(Area.SERVICES, state.service(), "ready (" + state.address() + ")");
        }
        return Fact.problem(Area.SERVICES, state.service(), words(state), remedy(state));
    }

    private static String words(ServiceState state) {
        return switch (state.status()) {
            case ServiceState.NO_ANSWER -> "is not running: " + state.detail() + " (" + state.address() + ")";
            case "WAITING" -> "is not ready, it waits: " + state.detail();
            case "DEGRADED" -> "is degraded, it waits and loses nothing: " + state.detail();
            case "HALTED" -> "has halted, and loses nothing: " + state.detail();
            default -> "has stopped working: " + state.detail();
        };
    }

    private String remedy(ServiceState state) {
        String service = state.service();
        if (service.equals(ZohoTroubles.SERVICE) && isOfASchool(state)) {
            return new ZohoTroubles(deployment).remedy(state.detail());
        }
        return switch (state.status()) {
            case ServiceState.NO_ANSWER -> deployment.start(service);
            case "WAITING", "DEGRADED" -> forWhatItWaits(state);
            case "HALTED" ->
                deployment.verb("dlt list --consumer " + service) + " has those that failed just before, "
                        + deployment.log(service) + " says what happened";
            default -> deployment.log(service) + ", then " + deployment.start(service);
        };
    }

    /** Not of what all services need alike. */
    private static boolean isOfASchool(ServiceState state) {
        String detail = state.detail().toLowerCase(Locale.ROOT);
        return !state.status().equals(ServiceState.NO_ANSWER)
                && Stream.of("postgresql", "topic", "kafka", "brokers").noneMatch(detail::contains);
    }

    private String forWhatItWaits(ServiceState state) {
        String detail = state.detail().toLowerCase(Locale.ROOT);
        if (detail.contains("postgresql")) {
            return deployment.start("postgres");
        }
        if (detail.contains("topic ") && detail.contains(" is missing")) {
            return deployment.verb("topics apply");
        }
        if (detail.contains("topic")) {
            return deployment.verb("topics list");
        }
        if (detail.contains("kafka") || detail.contains("brokers")) {
            return deployment.start("kafka");
        }
        return deployment.log(state.service());
    }
}
