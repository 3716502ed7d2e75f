package io.moodlepipeline.zoho.api;

/**
 * A call as its failures name it.
 *
 * @param name what is asked for, such as {@code upsert into Grades}
 * @param write whether it changes records, so that a lost reply leaves open whether it did
 * @param scope what the refresh token must be allowed for it
 */
record Call(String name, boolean write, String scope) {
    static final Call QUERY = new Call("COQL query", false, "ZohoCRM.coql.READ and ZohoCRM.modules.ALL");
    static final Call MODULES = new Call("list of modules", false, "ZohoCRM.settings.modules.READ");
    static final Call ORG = new Call("organisation", false, "ZohoCRM.org.READ");

    static Call upsert(String module) {
        return new Call("upsert into " + module, true, "ZohoCRM.modules.ALL");
    }

    static Call fields(String module) {
        return new Call("fields of " + module, false, "ZohoCRM.settings.fields.READ");
    }
}
