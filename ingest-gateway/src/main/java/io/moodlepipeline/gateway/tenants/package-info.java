/** Who may send, from where, with which proof and how often. Plain Java: knows no HTTP server and no broker. */
package io.moodlepipeline.gateway.tenants;
