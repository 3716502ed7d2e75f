package io.moodlepipeline.localstack.up;

import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.net.URI;
import java.nio.file.Files;

/** What stands in for Zoho CRM; its records outlive a restart. */
final class SimulatorPart implements Part {
    static final String NAME = "zoho-simulator";

    private final StackSettings settings;
    private ZohoSimulator simulator;

    SimulatorPart(StackSettings settings) {
        this.settings = settings;
    }

    static SimulatorOptions options() {
        return SimulatorOptions.defaults();
    }

    static URI url(StackSettings settings) {
        return URI.create("http://" + settings.ports().zoho().port().address());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return settings.ports().zoho().port().address();
    }

    @Override
    public void start() throws Exception {
        Files.createDirectories(settings.data().zoho());
        simulator = ZohoSimulator.start(options()
                .withAddress(LocalPort.HOST, settings.ports().zoho().number())
                .withRecordsFile(settings.data().zohoRecords()));
    }

    @Override
    public void stop() {
        simulator.close();
    }
}
