package io.moodlepipeline.zoho.credit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.ModuleMetadata;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.RowResult;
import io.moodlepipeline.zoho.api.UpsertRequest;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import java.util.List;

/** Zoho's API as far as a governor lets calls pass. */
public final class GovernedZohoApi implements ZohoApi {
    private final ZohoApi zoho;
    private final CreditGovernor governor;

    public GovernedZohoApi(ZohoApi zoho, CreditGovernor governor) {
        this.zoho = zoho;
        this.governor = governor;
    }

    @Override
    public List<RowResult> upsert(UpsertRequest request) throws ZohoException {
        return governor.call(Endpoint.UPSERT, request.rows().size(), () -> zoho.upsert(request));
    }

    @Override
    public List<ObjectNode> query(String coql) throws ZohoException {
        return governor.call(Endpoint.QUERY, 0, () -> zoho.query(coql));
    }

    @Override
    public List<FieldMetadata> fields(String module) throws ZohoException {
        return governor.call(Endpoint.FIELDS, 0, () -> zoho.fields(module));
    }

    @Override
    public List<ModuleMetadata> modules() throws ZohoException {
        return governor.call(Endpoint.MODULES, 0, zoho::modules);
    }

    @Override
    public OrgInfo org() throws ZohoException {
        return governor.call(Endpoint.ORG, 0, zoho::org);
    }
}
