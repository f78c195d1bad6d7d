namespace CSysdig.Views.Saving;

/// <summary>A file's name as it is typed: no shell is there to say what ~ is.</summary>
static class UserPath
{
    public static string Of(string typed)
    {
        typed = typed.Trim();
        return typed == "~" || typed.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + typed[1..]
            : typed;
    }

    /// <summary>A name that nothing has yet: <c>streams</c>, <c>streams-2</c> ...</summary>
    /// <param name="extension">What it ends in behind that.</param>
    public static string Free(string within, string name, string extension = "")
    {
        for (var n = 1; ; n++)
        {
            var path = Path.Combine(within, (n == 1 ? name : $"{name}-{n}") + extension);
            if (!Path.Exists(path))
                return path;
        }
    }
}
