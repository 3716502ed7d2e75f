/** {@code /crm/v8}: each call is routed, admitted, done and answered as Zoho's documents say. */
package io.moodlepipeline.zohosimulator.crm;
