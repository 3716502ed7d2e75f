package io.moodlepipeline.ops.status;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a service answers for its health, written {@code name=host:port}. The host may stand for several instances. */
record ServiceAddress(String name, String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("([a-z0-9][a-z0-9.-]*)=([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException with a message for people */
    static ServiceAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "' is no service such as db-writer=127.0.0.1:8103");
        }
        return new ServiceAddress(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)));
    }

    static final class Converter implements ITypeConverter<ServiceAddress> {
        @Override
        public ServiceAddress convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
