/** Lets one integration test run on the embedded servers and on those of a Docker engine. */
package io.moodlepipeline.testkit.junit;
