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
}
