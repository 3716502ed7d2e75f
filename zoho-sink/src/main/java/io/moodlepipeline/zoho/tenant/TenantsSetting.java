package io.moodlepipeline.zoho.tenant;

import io.moodlepipeline.runtime.settings.Setting;

/** Where the tenants file is named, for the sink and for who looks after it. */
public final class TenantsSetting {
    public static final Setting FILE = Setting.of(
            "ZOHO_SINK_TENANTS_FILE",
            "YAML file of the tenants that have a Zoho CRM; records of other tenants are passed over.");

    private TenantsSetting() {}
}
