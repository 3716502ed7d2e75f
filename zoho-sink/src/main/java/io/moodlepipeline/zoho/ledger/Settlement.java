package io.moodlepipeline.zoho.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** How a write under a claim ended. */
public sealed interface Settlement {
    Claim.Granted claim();

    /**
     * Zoho holds it. If the claim was lost meanwhile, what Zoho holds may be older than what the ledger says: the ledger then notes the
     * record as suspect, so that its newest content is sent once more.
     *
     * @param content what was sent, without {@code id}; kept so that it can be sent again
     * @param lastError the code and field of what was left out; null when all went
     */
    record Sent(
            Claim.Granted claim,
            String recordId,
            String name,
            ObjectNode content,
            Set<String> incompleteFields,
            String lastError)
            implements Settlement {}

    /** It needs no write, now or at all, such as a filtered event without a record: only the version is noted. */
    record Noted(Claim.Granted claim) implements Settlement {}

    /** Zoho refused it: the version is noted, the content is not, so that the same event may be sent again. */
    record Refused(Claim.Granted claim, String error) implements Settlement {}

    /** Nothing was sent: as if it had never been claimed. */
    record Released(Claim.Granted claim) implements Settlement {}
}
