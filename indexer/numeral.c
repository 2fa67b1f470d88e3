#include "indexer/numeral.h"
#include "indexer/reading.h"

enum { DIGITS_MAX = 6, HAN = 3 /* bytes of a Chinese numeral */ };

static const struct {
	const char *text;
	int value;
} han[] = {{"一", 1}, {"二", 2}, {"两", 2}, {"三", 3}, {"四", 4},  {"五", 5},
	   {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"十", 10}, {"半", 0}};

static const char *const english[] = {
	"zero",	    "one",	"two",	    "three",   "four",	  "five",
	"six",	    "seven",	"eight",    "nine",    "ten",	  "eleven",
	"twelve",   "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
	"eighteen", "nineteen", "twenty",
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool read_digits(struct slice text, size_t end, struct numeral *out)
{
	size_t start = end;
	bool point = false;
	double value = 0;

	while (start && end - start < DIGITS_MAX &&
	       (is_digit(text.data[start - 1]) ||
		(!point && start < end && start > 1 &&
		 text.data[start - 1] == '.' &&
		 is_digit(text.data[start - 2])))) {
		point |= text.data[start - 1] == '.';
		start--;
	}
	if (start == end || (start && is_digit(text.data[start - 1])))
		return false;
	for (size_t i = start, scale = 0; i < end; i++) {
		if (text.data[i] == '.') {
			scale = 10;
			continue;
		}
		if (scale) {
			value += (text.data[i] - '0') / (double)scale;
			scale *= 10;
		} else {
			value = value * 10 + (text.data[i] - '0');
		}
	}
	*out = (struct numeral){value, start, end, !point};
	return true;
}

static int han_value(struct slice text, size_t end)
{
	for (size_t i = 0; i < sizeof(han) / sizeof(*han); i++)
		if (text_before(text, end, han[i].text))
			return han[i].value;
	return -1;
}

static bool read_han(struct slice text, size_t end, struct numeral *out)
{
	int values[3];
	size_t n = 0;
	size_t start = end;
	double value;

	while (n < 3 && (values[n] = han_value(text, start)) >= 0) {
		n++;
		start -= HAN;
	}
	if (!n || (n == 3 && han_value(text, start) >= 0))
		return false;
	if (n == 1 || (values[0] != 10 && values[1] != 10))
		value = values[n - 1] ? values[n - 1] : 0.5;
	else if (values[0] == 10) /* 二十 */
		value = 10 * values[1];
	else /* 十五, 二十五 */
		value = 10 * (n == 3 ? values[2] : 1) + values[0];
	*out = (struct numeral){value, start, end, false};
	return true;
}

static bool read_english(struct slice text, size_t end, struct numeral *out)
{
	for (size_t i = 0; i < sizeof(english) / sizeof(*english); i++) {
		const char *const word[] = {english[i], NULL};
		size_t len = text_word_before(text, end, word);

		if (!len)
			continue;
		*out = (struct numeral){(double)i, end - len, end, false};
		return true;
	}
	return false;
}

/* "five (5)", "5 (five)": what is in the brackets counts, and what stands
 * before them is part of it. */
static bool read_bracket(struct slice text, size_t end, struct numeral *out)
{
	struct numeral before;
	size_t open;

	if (!end || text.data[end - 1] != ')' ||
	    !numeral_before(text, end - 1, out) || !out->start ||
	    text.data[out->start - 1] != '(')
		return false;
	open = text_skip_back(text, out->start - 1);
	out->start--;
	out->end = end;
	if (numeral_before(text, open, &before))
		out->start = before.start;
	return true;
}

bool numeral_before(struct slice text, size_t end, struct numeral *out)
{
	if (!end)
		return false;
	if (text.data[end - 1] == ')' && end > 1 && text.data[end - 2] != ')')
		return read_bracket(text, end, out);
	return read_digits(text, end, out) || read_han(text, end, out) ||
	       read_english(text, end, out);
}
