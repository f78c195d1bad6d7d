using System.Globalization;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>Where object storage is and who asks it, by the variables and files that users of aws have.</summary>
sealed class BucketSettings
{
    const string UsualRegion = "us-east-1", UsualPatience = "2";
    const int MostPatience = 3600;

    readonly Func<string, string?> _variable;
    readonly Dictionary<string, string> _credentials, _config;

    /// <exception cref="CaptureException">A setting makes no sense, or a file can't be read.</exception>
    public BucketSettings(Func<string, string?> variable)
    {
        _variable = name => variable(name) is { Length: > 0 } value ? value : null;
        var profile = _variable("AWS_PROFILE") ?? _variable("AWS_DEFAULT_PROFILE") ?? "default";
        var folder = Path.Combine(_variable("HOME") ?? "", ".aws");
        _credentials = ProfileFile.Section(_variable("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(folder, "credentials"), profile, profile);
        _config = ProfileFile.Section(_variable("AWS_CONFIG_FILE") ?? Path.Combine(folder, "config"), "profile " + profile, profile == "default" ? "default" : "");
        Region = _variable("AWS_REGION") ?? _variable("AWS_DEFAULT_REGION") ?? _config.GetValueOrDefault("region") ?? UsualRegion;
        if (!Region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new CaptureException($"'{Region}' is no region; one is named by AWS_REGION, as in: AWS_REGION=eu-central-1");
        if ((_variable("AWS_ENDPOINT_URL_S3") ?? _variable("AWS_ENDPOINT_URL") ?? _config.GetValueOrDefault("endpoint_url")) is { } endpoint)
            Endpoint = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", Query: "", Fragment: "" } ? uri
                : throw new CaptureException($"'{endpoint}' is no endpoint; one is named by AWS_ENDPOINT_URL, as in: AWS_ENDPOINT_URL=http://127.0.0.1:9000");
        var patience = _variable("AWS_METADATA_SERVICE_TIMEOUT") ?? UsualPatience;
        RolePatience = TimeSpan.FromSeconds(double.TryParse(patience, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostPatience ? seconds
            : throw new CaptureException($"'{patience}' is no time in seconds, above 0 and up to {MostPatience}; AWS_METADATA_SERVICE_TIMEOUT names one, as in: AWS_METADATA_SERVICE_TIMEOUT=5"));
    }

    public string Region { get; }

    /// <summary>Where the user's own storage is; null for Amazon's.</summary>
    public Uri? Endpoint { get; }

    /// <summary>The keys that stand in the environment or in the user's files now; null where there are none.</summary>
    public AccessKeys? Keys => Of(_variable("AWS_ACCESS_KEY_ID"), _variable("AWS_SECRET_ACCESS_KEY"), _variable("AWS_SESSION_TOKEN")) ?? Of(_credentials) ?? Of(_config);

    /// <summary>Where the machine tells the keys of its role; null where it is not to be asked.</summary>
    public Uri? MachineRoles => string.Equals(_variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase) ? null
        : Uri.TryCreate(_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254", UriKind.Absolute, out var uri) && uri.Scheme == "http" ? uri : null;

    /// <summary>How long the machine is waited for at each question for the keys of its role.</summary>
    public TimeSpan RolePatience { get; }

    /// <summary>The address of a bucket at the endpoint, without a / at its end.</summary>
    public string AddressOf(string bucket)
    {
        if (Endpoint is { } own)
            return $"{own.AbsoluteUri.TrimEnd('/')}/{bucket}";
        var host = $"s3.{Region}.amazonaws.com{(Region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}";
        // The certificate is for one name before it, without dots.
        return bucket.Contains('.') || bucket.Any(char.IsAsciiLetterUpper) || bucket.Contains('_') ? $"https://{host}/{bucket}" : $"https://{bucket}.{host}";
    }

    static AccessKeys? Of(Dictionary<string, string> section) =>
        Of(section.GetValueOrDefault("aws_access_key_id"), section.GetValueOrDefault("aws_secret_access_key"), section.GetValueOrDefault("aws_session_token"));

    static AccessKeys? Of(string? id, string? secret, string? token) => id is { Length: > 0 } && secret is { Length: > 0 } ? new AccessKeys(id, secret, token) : null;
}
