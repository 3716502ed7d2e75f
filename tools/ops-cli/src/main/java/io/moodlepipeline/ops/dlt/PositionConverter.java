package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.runtime.deadletter.LetterPosition;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a letter's place as the list shows it. */
final class PositionConverter implements ITypeConverter<LetterPosition> {
    @Override
    public LetterPosition convert(String text) {
        return LetterPosition.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a letter's partition and offset, such as 3:17"));
    }
}
