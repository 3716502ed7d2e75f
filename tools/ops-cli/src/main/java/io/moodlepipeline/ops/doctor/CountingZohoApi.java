package io.moodlepipeline.ops.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.ModuleMetadata;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import java.util.List;

/** Counts the credits of the calls that read, each of which costs one; whether a failed call does is not known, so it counts. */
final class CountingZohoApi {
    private final ZohoApi zoho;
    private int credits;

    CountingZohoApi(ZohoApi zoho) {
        this.zoho = zoho;
    }

    int credits() {
        return credits;
    }

    OrgInfo org() throws ZohoException {
        credits++;
        return zoho.org();
    }

    List<ModuleMetadata> modules() throws ZohoException {
        credits++;
        return zoho.modules();
    }

    List<FieldMetadata> fields(String module) throws ZohoException {
        credits++;
        return zoho.fields(module);
    }

    List<ObjectNode> query(String coql) throws ZohoException {
        credits++;
        return zoho.query(coql);
    }
}
