using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Buckets;

public sealed class BucketSettingsTests : IDisposable
{
    readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("logs", "", "eu-central-1", "https://logs.s3.eu-central-1.amazonaws.com")]
    [InlineData("my.logs", "", "eu-central-1", "https://s3.eu-central-1.amazonaws.com/my.logs")]
    [InlineData("logs", "", "cn-north-1", "https://logs.s3.cn-north-1.amazonaws.com.cn")]
    [InlineData("logs", "http://127.0.0.1:9000", "", "http://127.0.0.1:9000/logs")]
    [InlineData("logs", "https://store.example/s3/", "", "https://store.example/s3/logs")]
    public void A_bucket_has_an_address(string bucket, string endpoint, string region, string address) =>
        Assert.Equal(address, Of(("AWS_ENDPOINT_URL", endpoint), ("AWS_REGION", region)).AddressOf(bucket));

    [Theory]
    [InlineData("AWS_ENDPOINT_URL", "127.0.0.1:9000")]
    [InlineData("AWS_ENDPOINT_URL", "ftp://store")]
    [InlineData("AWS_ENDPOINT_URL", "http://user@store")]
    [InlineData("AWS_ENDPOINT_URL", "http://store/?x=1")]
    [InlineData("AWS_REGION", "eu/../x")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "0")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "3601")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "soon")]
    public void What_makes_no_sense_is_refused(string name, string value) => Assert.Contains(name, Assert.Throws<CaptureException>(() => Of((name, value))).Message);

    [Fact]
    public void The_variable_for_this_service_goes_before_the_one_for_all() =>
        Assert.Equal("http://a/logs", Of(("AWS_ENDPOINT_URL", "http://b"), ("AWS_ENDPOINT_URL_S3", "http://a")).AddressOf("logs"));

    [Fact]
    public void Keys_stand_in_the_environment_or_in_the_files_of_a_profile()
    {
        Directory.CreateDirectory(_home.File(".aws"));
        File.WriteAllText(_home.File(".aws/credentials"), "[default]\naws_access_key_id = D\naws_secret_access_key=d=1\n# comment\n[other]\naws_access_key_id=O\naws_secret_access_key=o\naws_session_token=t\n");
        File.WriteAllText(_home.File(".aws/config"), "[default]\nregion = eu-west-1\n[profile other]\nregion = eu-west-2\ns3 =\n  region = none\nendpoint_url = http://o\n[profile third]\naws_access_key_id=T\naws_secret_access_key=u\n");
        Assert.Equal(new AccessKeys("D", "d=1", null), Of().Keys);
        Assert.Equal("eu-west-1", Of().Region);
        var other = Of(("AWS_PROFILE", "other"));
        Assert.Equal((new AccessKeys("O", "o", "t"), "eu-west-2", "http://o/logs"), (other.Keys, other.Region, other.AddressOf("logs")));
        Assert.Equal(new AccessKeys("T", "u", null), Of(("AWS_PROFILE", "third")).Keys);
        Assert.Equal(new AccessKeys("E", "e", null), Of(("AWS_ACCESS_KEY_ID", "E"), ("AWS_SECRET_ACCESS_KEY", "e")).Keys);
        // Half a pair is none.
        Assert.Equal("D", Of(("AWS_ACCESS_KEY_ID", "E")).Keys!.Id);
        Assert.Null(Of(("AWS_PROFILE", "nobody")).Keys);
    }

    [Fact]
    public void A_file_that_is_none_of_keys_is_not_read()
    {
        Directory.CreateDirectory(_home.File(".aws"));
        File.WriteAllBytes(_home.File(".aws/credentials"), new byte[1 << 20]);
        Assert.Null(Of().Keys);
        File.WriteAllBytes(_home.File(".aws/credentials"), new byte[(1 << 20) + 1]);
        Assert.Throws<CaptureException>(() => Of());
    }

    [Fact]
    public async Task The_role_of_a_machine_is_asked_for_with_a_pass()
    {
        using var machine = new LoopbackServer((_, head) => LoopbackServer.Answer("200 OK\nConnection: close",
            head.StartsWith("put /latest/api/token") && head.Contains("x-aws-ec2-metadata-token-ttl-seconds: ") ? "pass"u8
            : !head.Contains("x-aws-ec2-metadata-token: pass") ? ""u8
            : head.StartsWith("get /latest/meta-data/iam/security-credentials/ ") ? "recorder\n"u8
            : """{"Code":"Success","AccessKeyId":"R","SecretAccessKey":"r","Token":"t","Expiration":"2026-12-01T00:00:00Z"}"""u8));
        var settings = Of(("AWS_EC2_METADATA_SERVICE_ENDPOINT", $"http://127.0.0.1:{machine.Port}"), ("AWS_METADATA_SERVICE_TIMEOUT", "60"));
        Assert.Equal(new AccessKeys("R", "r", "t", new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc)), await MachineRole.Ask(settings.MachineRoles!, settings.RolePatience, default));
        Assert.Contains(machine.Asked, head => head.StartsWith("get /latest/meta-data/iam/security-credentials/recorder "));
        Assert.Null(Of(("AWS_EC2_METADATA_DISABLED", "true")).MachineRoles);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromHours(1)), (Of().RolePatience, Of(("AWS_METADATA_SERVICE_TIMEOUT", "3600")).RolePatience));
    }

    BucketSettings Of(params (string Name, string Value)[] variables)
    {
        var all = variables.Append(("HOME", _home.Path)).ToDictionary();
        return new BucketSettings(all.GetValueOrDefault);
    }
}
