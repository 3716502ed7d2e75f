package io.moodlepipeline.zoho.row;

import io.moodlepipeline.zoho.mapping.Source;
import java.util.Set;

/** Makes values fit one field of Zoho. */
interface Fit {

    /** What can be fitted at all. */
    Set<Source.Kind> kinds();

    Fitted fit(Value value);
}
