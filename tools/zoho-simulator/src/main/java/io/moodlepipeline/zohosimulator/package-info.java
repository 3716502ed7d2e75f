/** A strict stand-in for Zoho CRM, as far as its public documents tell how it behaves. */
package io.moodlepipeline.zohosimulator;
