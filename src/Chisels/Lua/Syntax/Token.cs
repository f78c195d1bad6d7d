using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Syntax;

/// <summary>What a word of a script is. Signs and keywords are told apart by their text.</summary>
enum TokenKind : byte { End, Name, Keyword, Sign, Number, Text }

/// <param name="Word">Of a name, keyword or sign: what stands there.</param>
readonly record struct Token(TokenKind Kind, string Word, int Line, LuaText? Text = null, double Number = 0);
