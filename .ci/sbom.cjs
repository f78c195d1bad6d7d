// node .ci/sbom.cjs FILE...: says what of an SBOM is not as CycloneDX' schema wants it. NODE_PATH has @cyclonedx/cyclonedx-library and what its validator needs.
const { readFileSync } = require("fs");
const { Spec, Validation } = require("@cyclonedx/cyclonedx-library");
(async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
    for (const file of process.argv.slice(2)) {
        const wrong = await validator.validate(readFileSync(file, "utf8"));
        if (wrong !== null) {
            console.error(`${file}: ${JSON.stringify(wrong, null, 1)}`);
            process.exitCode = 1;
        }
    }
})();
