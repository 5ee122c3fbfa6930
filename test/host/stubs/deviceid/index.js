/** Names the machine in telemetry, which the tests switch off. */
exports.getDeviceId = async () => "test";
