package io.moodlepipeline.zohosimulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.schema.FieldSchema;
import io.moodlepipeline.zohosimulator.schema.FieldType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a value fits its field. Whom a lookup points to is not looked at here. */
final class ValueCheck {
    private static final Pattern EMAIL =
            Pattern.compile("[\\p{L}\\p{N}._%+'&-]+@(?:[\\p{L}\\p{N}-]+\\.)+[\\p{L}]{2,22}");
    private static final Pattern PHONE =
            Pattern.compile("\\+?[ ().\\-/]*[A-Za-z0-9]+(?:[ ().,;\\-/]+[A-Za-z0-9]+)*\\)?");
    private static final Pattern WEBSITE = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://|www\\.)\\S+");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DATETIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}:\\d{2}");
    private static final Pattern LENIENT_DATETIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern BIGINT = Pattern.compile("-?\\d+");
    private static final int DIGITS_BEHIND_POINT = 9;

    private final Behaviour behaviour;

    ValueCheck(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /**
     * @param value not null
     * @return what the error's details say besides the place; empty when the value fits
     */
    Optional<ObjectNode> refusal(FieldSchema field, JsonNode value) {
        return switch (field.type()) {
            case TEXT, TEXTAREA -> text(field, value);
            case EMAIL -> text(field, value).or(() -> matching(field, value, EMAIL));
            case PHONE -> text(field, value).or(() -> matching(field, value, PHONE));
            case WEBSITE -> text(field, value).or(() -> matching(field, value, WEBSITE));
            case PICKLIST -> text(field, value).or(() -> listed(field, value));
            case MULTISELECTPICKLIST -> words(field, value);
            case DATE -> date(field, value);
            case DATETIME -> datetime(field, value);
            case INTEGER -> integer(field, value);
            case BIGINT -> bigint(field, value);
            case DOUBLE, CURRENCY -> decimal(field, value, field.decimals());
            case PERCENT -> decimal(field, value, DIGITS_BEHIND_POINT);
            case BOOLEAN -> value.isBoolean() ? Optional.empty() : wrongType(field);
            case LOOKUP, OWNERLOOKUP -> value.isObject() ? Optional.empty() : wrongType(field);
            case AUTONUMBER, FORMULA, ROLLUP_SUMMARY -> Optional.empty();
        };
    }

    private Optional<ObjectNode> text(FieldSchema field, JsonNode value) {
        if (!value.isTextual()) {
            return wrongType(field);
        }
        String text = value.textValue();
        return text.codePointCount(0, text.length()) > field.length() ? tooLong(field) : Optional.empty();
    }

    private static Optional<ObjectNode> matching(FieldSchema field, JsonNode value, Pattern pattern) {
        return pattern.matcher(value.textValue()).matches() ? Optional.empty() : wrongType(field);
    }

    private Optional<ObjectNode> listed(FieldSchema field, JsonNode word) {
        if (behaviour.has(Deviation.LENIENT_PICKLISTS) || field.values().contains(word.textValue())) {
            return Optional.empty();
        }
        ObjectNode extras = Json.object();
        ArrayNode supported = extras.putArray("supported_values");
        field.values().forEach(supported::add);
        return Optional.of(extras);
    }

    private Optional<ObjectNode> words(FieldSchema field, JsonNode value) {
        if (!value.isArray()) {
            return wrongType(field);
        }
        for (JsonNode word : value) {
            Optional<ObjectNode> refusal = word.isTextual() ? listed(field, word) : wrongType(field);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> date(FieldSchema field, JsonNode value) {
        try {
            if (value.isTextual() && DATE.matcher(value.textValue()).matches()) {
                LocalDate.parse(value.textValue());
                return Optional.empty();
            }
        } catch (DateTimeException e) {
            return wrongType(field);
        }
        return wrongType(field);
    }

    private Optional<ObjectNode> datetime(FieldSchema field, JsonNode value) {
        Pattern pattern = behaviour.has(Deviation.LENIENT_DATETIMES) ? LENIENT_DATETIME : DATETIME;
        try {
            if (value.isTextual() && pattern.matcher(value.textValue()).matches()) {
                OffsetDateTime.parse(value.textValue());
                return Optional.empty();
            }
        } catch (DateTimeException e) {
            return wrongType(field);
        }
        return wrongType(field);
    }

    private static Optional<ObjectNode> integer(FieldSchema field, JsonNode value) {
        if (!value.isIntegralNumber()) {
            return wrongType(field);
        }
        return digits(field, new BigDecimal(value.bigIntegerValue()));
    }

    /** Long integers are strings: JSON's numbers lose digits in many clients. */
    private static Optional<ObjectNode> bigint(FieldSchema field, JsonNode value) {
        if (!value.isTextual() || !BIGINT.matcher(value.textValue()).matches()) {
            return wrongType(field);
        }
        return digits(field, new BigDecimal(value.textValue()));
    }

    private static Optional<ObjectNode> decimal(FieldSchema field, JsonNode value, int decimals) {
        if (!value.isNumber()) {
            return wrongType(field);
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        return number.scale() > decimals ? tooLong(field) : digits(field, number);
    }

    private static Optional<ObjectNode> digits(FieldSchema field, BigDecimal number) {
        return number.precision() - number.scale() > field.length() ? tooLong(field) : Optional.empty();
    }

    private static Optional<ObjectNode> wrongType(FieldSchema field) {
        FieldType type = field.type();
        boolean structured = type.jsonType().startsWith("json");
        return Optional.of(Json.object().put("expected_data_type", structured ? type.jsonType() : type.dataType()));
    }

    private static Optional<ObjectNode> tooLong(FieldSchema field) {
        return Optional.of(Json.object().put("maximum_length", field.length()));
    }
}
