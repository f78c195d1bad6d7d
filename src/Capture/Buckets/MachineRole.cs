using System.Text.Json;
using System.Text.Json.Serialization;

namespace CSysdig.Capture.Buckets;

/// <summary>The keys of the role that a machine of Amazon's has, which it tells whoever runs on it (IMDSv2).</summary>
static class MachineRole
{
    const string Roles = "/latest/meta-data/iam/security-credentials/";
    const int MostBytes = 1 << 16;

    /// <summary>Null where nobody tells any.</summary>
    /// <param name="patience">How long each answer may take.</param>
    public static async Task<AccessKeys?> Ask(Uri place, TimeSpan patience, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = patience };
        using var client = new HttpClient(handler) { BaseAddress = place, Timeout = patience, MaxResponseContentBufferSize = MostBytes };
        try
        {
            var pass = await Text(client, HttpMethod.Put, "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "300", cancel);
            if (pass is null || await Text(client, HttpMethod.Get, Roles, "X-aws-ec2-metadata-token", pass, cancel) is not { } roles)
                return null;
            var role = roles.Split('\n')[0].Trim();
            return role.Length > 0 && await Text(client, HttpMethod.Get, Roles + Uri.EscapeDataString(role), "X-aws-ec2-metadata-token", pass, cancel) is { } json
                && JsonSerializer.Deserialize(json, MachineRoleJson.Default.RoleKeys) is { AccessKeyId: { } id, SecretAccessKey: { } secret } keys
                ? new AccessKeys(id, secret, keys.Token, keys.Expiration) : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    static async Task<string?> Text(HttpClient client, HttpMethod method, string path, string header, string value, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path);
        if (!request.Headers.TryAddWithoutValidation(header, value.Trim()))
            return null;
        using var response = await client.SendAsync(request, cancel);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancel) : null;
    }
}

sealed record RoleKeys(string? AccessKeyId, string? SecretAccessKey, string? Token, DateTime? Expiration);

[JsonSerializable(typeof(RoleKeys))]
sealed partial class MachineRoleJson : JsonSerializerContext;
