package io.moodlepipeline.ops.moodle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.ops.OpsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A file of Moodle's state, as the plugin's {@code export_state.php} writes it, read a line at a time. What does not keep to the
 * format ends the reading with the line's number: findings out of half a file would be false ones.
 */
final class StateFile implements AutoCloseable {
    private static final String FORMAT = "moodle-state";
    private static final int VERSION = 1;
    private static final String MODIFIED = "modified";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** No value of this format is longer: another file than ours must not fill the memory. */
    private static final StreamReadConstraints SHORT = StreamReadConstraints.builder()
            .maxStringLength(1_000)
            .maxNumberLength(30)
            .maxNameLength(100)
            .maxNestingDepth(10)
            .build();

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(SHORT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final JsonParser parser;
    private final StateHeader header;
    private final Map<StateKind, Long> counts = new EnumMap<>(StateKind.class);
    private final Set<StateKind> finished = EnumSet.noneOf(StateKind.class);
    private StateEntry last;
    private int line;

    private StateFile(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
        this.header = readHeader();
    }

    /** @throws OpsException when it cannot be read, or is no file of this format */
    static StateFile open(Path file) {
        try {
            JsonParser parser = JSON.createParser(Files.newInputStream(file));
            parser.setCodec(new ObjectMapper(JSON));
            return new StateFile(file, parser);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    StateHeader header() {
        return header;
    }

    /**
     * The next line; empty behind the last one, which was found to fit.
     *
     * @throws OpsException when the file is not as it should be
     */
    Optional<StateEntry> next() {
        JsonNode object = object().orElseThrow(() -> cut());
        String word = object.path("kind").asText();
        if (word.equals("end")) {
            end(object);
            return Optional.empty();
        }
        StateKind kind = StateKind.of(word).orElseThrow(() -> wrong("its kind is none of user, enrolment, grade, end"));
        StateKey key = kind.keyOf(object).orElseThrow(() -> wrong("it lacks the id of its " + kind.word()));
        StateEntry entry = new StateEntry(kind, key, hash(kind, object), modified(kind, object));
        checkOrder(entry);
        last = entry;
        counts.merge(kind, 1L, Long::sum);
        return Optional.of(entry);
    }

    private Optional<String> hash(StateKind kind, JsonNode object) {
        String hash = object.path("hash").asText();
        if (HASH.matcher(hash).matches()) {
            return Optional.of(hash);
        }
        if (kind == StateKind.USER && object.path("deleted").asBoolean()) {
            return Optional.empty();
        }
        throw wrong("it lacks its hash");
    }

    /** Beside the hash, so that one of an older plugin still fits. */
    private OptionalLong modified(StateKind kind, JsonNode object) {
        return kind == StateKind.GRADE && object.has(MODIFIED)
                ? OptionalLong.of(number(object, MODIFIED))
                : OptionalLong.empty();
    }

    /** Both sides are read in one order, side by side: out of it, a row would not be found. */
    private void checkOrder(StateEntry entry) {
        if (last == null || last.kind() != entry.kind()) {
            if (last != null) {
                finished.add(last.kind());
            }
            if (finished.contains(entry.kind())) {
                throw wrong("the lines of kind " + entry.kind().word() + " do not follow each other");
            }
        } else if (last.key().compareTo(entry.key()) >= 0) {
            throw wrong("it is not in the order of the ids, each of which comes once");
        }
    }

    private void end(JsonNode object) {
        for (StateKind kind : StateKind.values()) {
            long read = counts.getOrDefault(kind, 0L);
            if (number(object, kind.plural()) != read) {
                throw wrong("it counts other " + kind.plural() + " than the " + read
                        + " in the file, which is not whole: export it again");
            }
        }
        if (object().isPresent()) {
            throw wrong("it comes after the end");
        }
    }

    private StateHeader readHeader() {
        JsonNode object = object().orElseThrow(() -> new OpsException(file + " is empty"));
        if (!object.path("format").asText().equals(FORMAT)) {
            throw wrong("this is no state of Moodle's, as the plugin's cli/export_state.php writes it");
        }
        long version = number(object, "version");
        if (version != VERSION) {
            throw wrong("the format's version is " + version + ", and this program reads version " + VERSION
                    + ": install the newer of plugin and pipeline on both sides");
        }
        String tenant = object.path("tenant").asText();
        if (!EventMetadata.TENANT_NAME.matcher(tenant).matches()) {
            throw wrong("it lacks the tenant's name");
        }
        return new StateHeader(
                tenant,
                Instant.ofEpochSecond(number(object, "exported_at")),
                number(object, "waiting"),
                number(object, "failed"),
                choices(object));
    }

    /** An older plugin's file has none of both. */
    private StateChoices choices(JsonNode header) {
        Set<Long> roles = new HashSet<>();
        for (JsonNode role : list(header, "roles", JsonNode::canConvertToLong)) {
            roles.add(role.asLong());
        }
        if (!header.has("item_kinds")) {
            return new StateChoices(roles, null);
        }
        Set<String> kinds = new HashSet<>();
        for (JsonNode kind : list(header, "item_kinds", JsonNode::isTextual)) {
            kinds.add(kind.asText());
        }
        return new StateChoices(roles, kinds);
    }

    private Iterable<JsonNode> list(JsonNode header, String field, Predicate<JsonNode> fits) {
        JsonNode list = header.path(field);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || !StreamSupport.stream(list.spliterator(), false).allMatch(fits)) {
            throw wrong("its list " + field + " cannot be read");
        }
        return list;
    }

    private long number(JsonNode object, String field) {
        JsonNode number = object.path(field);
        // A time has to fit into an Instant, and no count is as large.
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.asLong() < 0
                || number.asLong() > Instant.MAX.getEpochSecond()) {
            throw wrong("it lacks the number " + field);
        }
        return number.asLong();
    }

    /** The next line's object; empty at the end of the file. */
    private Optional<JsonNode> object() {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return Optional.empty();
            }
            line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw wrong("it is no JSON object");
            }
            return Optional.of(parser.<JsonNode>readValueAsTree());
        } catch (JsonEOFException e) {
            throw cut();
        } catch (JsonProcessingException e) {
            if (e.getLocation() != null) {
                line = e.getLocation().getLineNr();
            }
            throw wrong("it is no JSON");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private OpsException cut() {
        return new OpsException(
                file + " is cut off after line " + line + ": the last line is missing. Export or copy it again");
    }

    /** @param problem in words of ours: the parser's quote the line */
    private OpsException wrong(String problem) {
        return new OpsException(file + " line " + line + ": " + problem);
    }

    private static OpsException unreadable(Path file, IOException e) {
        return new OpsException(file + " cannot be read: is it there, and may this user read it?", e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
