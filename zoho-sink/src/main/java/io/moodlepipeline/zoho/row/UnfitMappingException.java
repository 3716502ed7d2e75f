package io.moodlepipeline.zoho.row;

import java.util.List;
import java.util.stream.Collectors;

/** A tenant cannot start: its mapping and its Zoho do not go together. The message is ours and names all findings. */
public final class UnfitMappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitMappingException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
}
