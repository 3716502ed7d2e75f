package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.api.FieldMetadata;
import java.time.ZoneId;
import java.util.Optional;

/** Zoho's types of field, and what each can hold. */
final class Fits {
    private static final int TEXT_LENGTH = 255;

    /** A small one's; what Zoho does not say may be the smallest. */
    private static final int TEXT_AREA_LENGTH = 2_000;

    private static final int EMAIL_LENGTH = 100;
    private static final int PHONE_LENGTH = 30;
    private static final int WEBSITE_LENGTH = 450;

    private final ZoneId zone;

    Fits(ZoneId zone) {
        this.zone = zone;
    }

    /** Empty for types that nobody can write, and for those that we do not know. */
    Optional<Fit> of(FieldMetadata field) {
        Fit fit = switch (field.dataType()) {
            case "text" -> new TextFit(lengthOr(field, TEXT_LENGTH), false, zone);
            case "textarea" -> new TextFit(lengthOr(field, TEXT_AREA_LENGTH), true, zone);
            case "email" -> ShapedTextFit.email(atMost(field, EMAIL_LENGTH));
            case "phone" -> ShapedTextFit.phone(atMost(field, PHONE_LENGTH));
            case "website" -> ShapedTextFit.website(atMost(field, WEBSITE_LENGTH));
            case "picklist" -> new PickListFit(field.words(), false);
            case "multiselectpicklist" -> new PickListFit(field.words(), true);
            case "date" -> TimeFit.date(zone);
            case "datetime" -> TimeFit.dateTime(zone);
            case "integer" -> IntegerFit.integer();
            case "bigint" -> IntegerFit.longInteger();
            case "double", "currency" -> DecimalFit.decimal(field.decimalPlaces());
            case "percent" -> DecimalFit.percent(field.decimalPlaces());
            case "boolean" -> new FlagFit();
            case "lookup", "ownerlookup" -> new RecordFit();
            default -> null;
        };
        return Optional.ofNullable(fit);
    }

    private static int lengthOr(FieldMetadata field, int unknown) {
        return field.length() > 0 ? field.length() : unknown;
    }

    private static int atMost(FieldMetadata field, int most) {
        return Math.min(lengthOr(field, most), most);
    }
}
