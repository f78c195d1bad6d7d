namespace CSysdig.Tests.Live;

/// <summary>deeds.pl, watched.</summary>
static class Deeds
{
    /// <summary>Lets it run in a folder while sysdig writes a capture; false where events were lost.</summary>
    /// <param name="command">What runs it.</param>
    public static bool Record(string capture, string place, string[] options, string[] command)
    {
        Directory.CreateDirectory(place);
        return Recording.Take(capture, options, [.. command, Recording.Script("deeds.pl"), place], out _);
    }
}
