using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Buckets;

/// <summary>A folder of a bucket whose objects are read, written and taken away, each tried several times.</summary>
public sealed class BucketFolder
{
    const int Tries = 9;

    readonly BucketClient _client;
    readonly BucketAddress _address;

    /// <exception cref="CaptureException">The address is none, or the settings make no sense.</exception>
    public BucketFolder(string address) : this(BucketClient.Usual, address)
    {
    }

    internal BucketFolder(BucketClient client, string address) => (_client, _address) = (client, BucketAddress.Parse(address.TrimEnd('/') + "/"));

    /// <summary>A small object as text; null where there is none, or it has more bytes than that.</summary>
    /// <exception cref="BucketException">There is no answer, or none that helps.</exception>
    public string? Read(string key, int most)
    {
        string? text = null;
        try
        {
            Try(async () => text = await _client.Text(Place(key), most, default));
        }
        catch (BucketException e) when (e.IsMissing)
        {
            // That is the answer.
        }
        return text;
    }

    /// <summary>Brings a file there, and looks whether it is there whole.</summary>
    /// <exception cref="BucketException">It is not.</exception>
    public void Put(string file, string key) => new BucketUpload(_client) { Tries = Tries }.Put(file, Place(key), default);

    /// <summary>Puts a few bytes there.</summary>
    /// <exception cref="BucketException">They are not taken.</exception>
    public void Put(byte[] bytes, string key) => Try(() => _client.Put(Place(key), BucketContent.Of(bytes), [], default));

    /// <summary>The keys that begin so, without that of the folder.</summary>
    /// <exception cref="BucketException">There is no answer, or none that helps.</exception>
    public List<string> Keys(string prefix)
    {
        List<BucketObject> objects = [];
        Try(async () => objects = await _client.List(Place(prefix), default, deep: true));
        return [.. objects.Select(o => o.Key[_address.Key.Length..])];
    }

    /// <summary>Takes an object away; one that is not there is none already.</summary>
    /// <exception cref="BucketException">It can't be.</exception>
    public void Delete(string key) => Try(() => _client.Delete(Place(key), [], default));

    BucketAddress Place(string key) => _address.With(_address.Key + key);

    static void Try(Func<Task> act) => Retrying.Run(Tries, act, () => { }, default);
}
