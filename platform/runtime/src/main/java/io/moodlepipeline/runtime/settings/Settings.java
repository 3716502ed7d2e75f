package io.moodlepipeline.runtime.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a service's settings and gathers what is wrong with them; {@link #finish} throws it all at once. An empty value counts as
 * unset, as compose files write it, and what Kubernetes injects for its Services is passed over. After a problem the value returned means nothing.
 */
public final class Settings {
    private static final Logger log = LoggerFactory.getLogger(Settings.class);
    private static final String FILE_SUFFIX = "_FILE";
    private static final Path WORKING_DIRECTORY = Path.of("");

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> secretNames = new HashSet<>();

    public Settings(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
        this.environment.values().removeIf(String::isBlank);
        List<String> links = this.environment.entrySet().stream()
                .filter(ServiceLinks::isOne)
                .map(Map.Entry::getKey)
                .toList();
        if (!links.isEmpty()) {
            this.environment.keySet().removeAll(links);
            log.atInfo()
                    .addKeyValue("variables", links)
                    .log("Ignored what Kubernetes says of its Services; enableServiceLinks: false keeps it away");
        }
    }

    /** The variables that are set, by name. */
    public Map<String, String> environment() {
        return Collections.unmodifiableMap(environment);
    }

    public Optional<String> optionalText(Setting setting) {
        return Optional.ofNullable(environment.getOrDefault(setting.name(), setting.defaultValue()));
    }

    public String text(Setting setting) {
        return optionalText(setting).orElseGet(() -> {
            problem(setting.name(), "is not set: " + setting.meaning());
            return "";
        });
    }

    /** The parts of a comma-separated list; empty when unset. */
    public List<String> list(Setting setting) {
        return Stream.of(optionalText(setting).orElse("").split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public int integer(Setting setting, int min, int max) {
        String text = text(setting).strip();
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, for both ways of being wrong.
        }
        // That it is missing was said when its text was asked for.
        if (!text.isEmpty()) {
            problem(setting.name(), "must be a whole number from " + min + " to " + max);
        }
        return min;
    }

    /** A file that must be readable. */
    public Optional<Path> optionalFile(Setting setting) {
        return optionalText(setting)
                .flatMap(path -> NamedFile.readable(WORKING_DIRECTORY, path, text -> problem(setting.name(), text)));
    }

    /** A secret from the variable itself, or from the file that the variable with {@code _FILE} behind its name points to. */
    public Optional<Secret> optionalSecret(Setting setting) {
        return optionalSecret(setting.name());
    }

    public Secret secret(Setting setting) {
        String name = setting.name();
        if (!environment.containsKey(name) && !environment.containsKey(name + FILE_SUFFIX)) {
            problem(name, "is not set (nor " + name + FILE_SUFFIX + "): " + setting.meaning());
        }
        return optionalSecret(setting).orElse(new Secret(""));
    }

    private Optional<Secret> optionalSecret(String name) {
        secretNames.add(name);
        String value = environment.get(name);
        String file = environment.get(name + FILE_SUFFIX);
        if (value != null && file != null) {
            problem(name, "is set twice, by itself and by " + name + FILE_SUFFIX + ": keep one");
        }
        return file == null ? Optional.ofNullable(value).map(Secret::new) : secretFrom(name + FILE_SUFFIX, file);
    }

    Optional<Secret> secretFrom(String name, String file) {
        return NamedFile.secret(WORKING_DIRECTORY, file, text -> problem(name, text));
    }

    /** Notes a problem; the text must not quote the value, which may be a secret. */
    public void problem(String name, String text) {
        problems.add(name + " " + text);
    }

    /**
     * Ends the reading.
     *
     * @param ownPrefix names that start so belong to this service alone, so an unknown one is a mistake
     * @throws InvalidSettingsException with every problem found
     */
    public void finish(String ownPrefix, List<Setting> known) {
        Set<String> names = known.stream().map(Setting::name).collect(Collectors.toSet());
        secretNames.forEach(name -> names.add(name + FILE_SUFFIX));
        environment.keySet().stream()
                .filter(name -> name.startsWith(ownPrefix) && !names.contains(name))
                .forEach(name -> problem(name, "is not a setting of this service: see its README for the names"));
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }
}
