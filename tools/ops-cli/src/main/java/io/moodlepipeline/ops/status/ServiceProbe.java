package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.OpsException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks services how they are. */
final class ServiceProbe {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final Pattern ANSWER = Pattern.compile("([A-Z]{1,20}): (.{1,500})(?s:.*)");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

    /** One for each address that the name stands for: a service that is scaled has several. */
    List<ServiceState> ask(ServiceAddress service) {
        try {
            return Stream.of(InetAddress.getAllByName(service.host()))
                    .map(address -> ask(service, address))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of(new ServiceState(
                    service.name(),
                    service.host() + ":" + service.port(),
                    ServiceState.NO_ANSWER,
                    "nothing runs under the name " + service.host()));
        }
    }

    private ServiceState ask(ServiceAddress service, InetAddress address) {
        String place = (address instanceof Inet6Address
                        ? "[" + address.getHostAddress().replaceFirst("%.*", "") + "]"
                        : address.getHostAddress())
                + ":" + service.port();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + place + "/readyz"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return state(
                    service,
                    place,
                    client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return new ServiceState(service.name(), place, ServiceState.NO_ANSWER, "it does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException("Interrupted before " + service.name() + " answered", e);
        }
    }

    private static ServiceState state(ServiceAddress service, String place, String answer) {
        Matcher matcher = ANSWER.matcher(answer);
        return matcher.matches()
                ? new ServiceState(service.name(), place, matcher.group(1), matcher.group(2))
                : new ServiceState(
                        service.name(), place, ServiceState.NO_ANSWER, "something else answers under its address");
    }
}
