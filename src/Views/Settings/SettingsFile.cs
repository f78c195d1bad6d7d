using System.Text;
using CSysdig.Capture;
using CSysdig.Views.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace CSysdig.Views.Settings;

/// <summary>The file in which settings stand: where it is, and what it says.</summary>
public static class SettingsFile
{
    /// <summary>Every setting, explained and commented out.</summary>
    public static string Default()
    {
        const int Width = 138;
        var text = new StringBuilder($"#:schema ./{SettingsSchema.FileName}\n");
        Comment($"csysdig's settings. It looks for them in $XDG_CONFIG_HOME/csysdig/settings.toml, or ~/.config/csysdig/settings.toml. What stands here behind a # is what holds without it.");
        Comment($"Editors complete and check this file by the schema that the first line names: csysdig --settings-schema > {SettingsSchema.FileName} in the same folder.");
        foreach (var setting in SettingsTable.Program)
        {
            text.Append('\n');
            Comment(setting.Description);
            Comment($"{setting.Name} = {setting.Example}");
        }
        foreach (var (_, description, example) in SettingsTable.Tables)
        {
            text.Append('\n');
            Comment(description);
            foreach (var line in example.ReplaceLineEndings("\n").Split('\n'))
                Comment(line);
        }
        return text.ToString();

        void Comment(string words)
        {
            foreach (var line in Paragraphs.Break(words, Width))
                text.Append($"# {line}\n");
        }
    }

    public static string Path
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            if (string.IsNullOrEmpty(home))
                home = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
            return System.IO.Path.Combine(home, "csysdig", "settings.toml");
        }
    }

    /// <summary>The user's settings; those of nobody when there is no file.</summary>
    /// <exception cref="SettingsException">The file is there and can't be read.</exception>
    public static UserSettings Load()
    {
        try
        {
            return File.Exists(Path) ? Parse(File.ReadAllText(Path), Path) : UserSettings.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{Path} can't be read: {FileProblem.Of(e)}");
        }
    }

    /// <exception cref="SettingsException">It is no TOML, or says what there is not.</exception>
    public static UserSettings Parse(string text, string path)
    {
        var document = SyntaxParser.Parse(text, path);
        if (document.Diagnostics.FirstOrDefault(d => d.Kind == DiagnosticMessageKind.Error) is { } error)
            throw new SettingsException(NoToml(text, path, error.Span.Start.Line));
        return document.Tables.Aggregate(SettingsReader.Read(document.KeyValues.Select(pair => TomlValue.Of(path, pair)), UserSettings.None),
            (settings, table) => SettingsReader.ReadTable(path, table, settings));
    }

    // The parser speaks of its tokens; the line itself tells more.
    static string NoToml(string text, string path, int line)
    {
        const int Most = 60;
        var shown = text.Split('\n').ElementAtOrDefault(line)?.Trim() ?? "";
        if (shown.Length > Most)
            shown = shown[..Most] + "...";
        return $"{path}:{line + 1}: '{shown}' can't be read here: a setting is NAME = VALUE, with texts in quotes and lists in [ ], and is given once";
    }
}
