package io.moodlepipeline.runtime.settings;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The variables that Kubernetes gives a container for each Service in its namespace ("service links"). Of a Service named {@code gateway} or
 * {@code db-writer} they begin like settings of ours, and mean something else: {@code GATEWAY_PORT=tcp://10.0.0.1:8001}. They are told from
 * settings by name and value together.
 */
final class ServiceLinks {
    private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://\\S+");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern PROTOCOL = Pattern.compile("tcp|udp|sctp");
    private static final String OF_A_PORT = ".+_PORT_[0-9]+_(TCP|UDP|SCTP)";

    private static final List<Shape> SHAPES = List.of(
            new Shape(Pattern.compile(".+_SERVICE_HOST"), ADDRESS),
            new Shape(Pattern.compile(".+_SERVICE_PORT(_.+)?"), NUMBER),
            new Shape(Pattern.compile(".+_PORT"), URL),
            new Shape(Pattern.compile(OF_A_PORT), URL),
            new Shape(Pattern.compile(OF_A_PORT + "_PROTO"), PROTOCOL),
            new Shape(Pattern.compile(OF_A_PORT + "_PORT"), NUMBER),
            new Shape(Pattern.compile(OF_A_PORT + "_ADDR"), ADDRESS));

    private ServiceLinks() {}

    static boolean isOne(Map.Entry<String, String> variable) {
        return SHAPES.stream()
                .anyMatch(shape -> shape.name().matcher(variable.getKey()).matches()
                        && shape.value().matcher(variable.getValue()).matches());
    }

    private record Shape(Pattern name, Pattern value) {}
}
