/** Modules and their fields: what an administrator would have set up in Zoho. */
package io.moodlepipeline.zohosimulator.schema;
