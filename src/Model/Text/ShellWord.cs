namespace CSysdig.Model.Text;

/// <summary>Words as one types them into a shell.</summary>
public static class ShellWord
{
    /// <summary>A word, with quotes around what a shell would not leave alone.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,+=@%".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
