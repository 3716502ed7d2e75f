package io.moodlepipeline.zoho.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Zoho CRM's REST API, version 8, for one tenant's organisation. Each method is one call (and after a refused token one more), blocks
 * until it is answered, and may be called by several threads. An interrupt ends the wait as {@link ZohoException.Kind#UNAVAILABLE},
 * with the thread's interrupt flag set again.
 */
public interface ZohoApi {
    /** The most rows that one upsert may carry. */
    int MAX_ROWS = 100;

    /** The most values that an {@code in} of a query may list. */
    int MAX_VALUES = 50;

    /** The most fields that a query may ask for. */
    int MAX_FIELDS = 50;

    /** The most records that a query returns for one credit. */
    int PAGE = 200;

    /**
     * Inserts or updates rows. Costs a credit for each ten rows begun.
     *
     * @return what became of each row, in the request's order
     * @throws ZohoException when the reply does not say it row by row; {@code UNAVAILABLE} and not in doubt when it may not be sent any
     *     more
     */
    List<RowResult> upsert(UpsertRequest request) throws ZohoException;

    /**
     * Runs a COQL query.
     *
     * @return the records found; none is an empty list
     */
    List<ObjectNode> query(String coql) throws ZohoException;

    /** The fields of a module, those that nobody may write too. */
    List<FieldMetadata> fields(String module) throws ZohoException;

    /** All modules that the token's user can see. */
    List<ModuleMetadata> modules() throws ZohoException;

    /** The organisation that the token belongs to. */
    OrgInfo org() throws ZohoException;
}
